package org.example.sousveil.table_statement;

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
        SQLiteDatabase database = openOrCreateDatabase("way.db", MODE_PRIVATE, null);
        Cursor rows = database.query("visits", new String[] {"latitude"}, "noted = 1", null, null, null, null);
        if (rows.moveToLast()) {
            Wire.post(rows.getString(rows.getColumnIndexOrThrow("latitude")));
        }
        rows.close();
        database.close();
    }
}
