package org.example.sousveil.provider_addresses;

import android.content.ContentValues;
import android.database.Cursor;
import android.net.Uri;

/** Keeps cards. */
public class Shelf extends Rows {
    @Override
    String file() {
        return "shelf.db";
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        database().insert("cards", null, values);
        return uri;
    }

    @Override
    public Cursor query(Uri uri, String[] columns, String where, String[] bound, String order) {
        return database().query("cards", columns, where, bound, null, null, order);
    }
}
