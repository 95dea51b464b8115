package org.example.sousveil.table_field;

import android.content.ContentValues;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;

/** One table of one column. */
class Store {
    private final SQLiteDatabase database;
    private final String table;

    Store(SQLiteDatabase database, String table) {
        this.database = database;
        this.table = table;
    }

    void keep(String text) {
        ContentValues row = new ContentValues();
        row.put("value", text);
        database.insert(table, null, row);
    }

    String taken() {
        StringBuilder all = new StringBuilder();
        try (Cursor rows = database.query(table, new String[] {"value"}, null, null, null, null, null)) {
            while (rows.moveToNext()) {
                all.append(rows.getString(0)).append('\n');
            }
        }
        return all.toString();
    }
}
