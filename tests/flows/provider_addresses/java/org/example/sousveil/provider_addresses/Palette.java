package org.example.sousveil.provider_addresses;

import android.content.ContentValues;
import android.database.Cursor;
import android.net.Uri;

/** Keeps colours. */
public class Palette extends Rows {
    @Override
    String file() {
        return "palette.db";
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        database().insert("colours", null, values);
        return uri;
    }

    @Override
    public Cursor query(Uri uri, String[] columns, String where, String[] bound, String order) {
        return database().query("colours", columns, where, bound, null, null, order);
    }
}
