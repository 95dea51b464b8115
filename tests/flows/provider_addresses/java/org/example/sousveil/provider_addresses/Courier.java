package org.example.sousveil.provider_addresses;

import android.app.IntentService;
import android.content.Intent;
import android.database.Cursor;
import android.net.Uri;

/** Asks a provider. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Uri all = Uri.parse("content://org.example.sousveil.provider_addresses.palette/all");
        try (Cursor rows = getContentResolver().query(all, new String[] {"value"}, null, null, null)) {
            while (rows != null && rows.moveToNext()) {
                Wire.post(rows.getString(0));
            }
        }
    }
}
