package org.example.sousveil.provider_row;

import android.app.IntentService;
import android.content.Intent;
import android.database.Cursor;
import android.net.Uri;

/** Asks the provider. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Uri cards = Uri.parse("content://org.example.sousveil.provider_row.shelf/cards");
        try (Cursor rows = getContentResolver().query(cards, new String[] {"number"}, null, null, null)) {
            while (rows != null && rows.moveToNext()) {
                Wire.post(rows.getString(0));
            }
        }
    }
}
