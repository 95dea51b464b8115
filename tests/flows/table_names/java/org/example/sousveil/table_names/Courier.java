package org.example.sousveil.table_names;

import android.app.IntentService;
import android.content.Intent;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;

/** Takes the colours. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        SQLiteDatabase database = openOrCreateDatabase("book.db", MODE_PRIVATE, null);
        try (Cursor rows = database.rawQuery("SELECT name FROM colours", null)) {
            while (rows.moveToNext()) {
                Wire.post(rows.getString(0));
            }
        }
    }
}
