package org.example.sousveil.table_row;

import android.app.IntentService;
import android.content.Intent;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;

/** Takes the rows. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        SQLiteDatabase database = new Book(this).getReadableDatabase();
        try (Cursor rows = database.rawQuery("SELECT name FROM people ORDER BY seen", null)) {
            while (rows.moveToNext()) {
                Wire.post(rows.getString(0));
            }
        }
    }
}
