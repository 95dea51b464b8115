package org.example.sousveil.provider_addresses;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.Context;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;

/** Keeps rows of one value in a file of its own. */
abstract class Rows extends ContentProvider {
    private SQLiteDatabase database;

    /** Name of the file. */
    abstract String file();

    @Override
    public boolean onCreate() {
        database = getContext().openOrCreateDatabase(file(), Context.MODE_PRIVATE, null);
        return true;
    }

    SQLiteDatabase database() {
        return database;
    }

    @Override
    public int update(Uri uri, ContentValues values, String where, String[] bound) {
        return 0;
    }

    @Override
    public int delete(Uri uri, String where, String[] bound) {
        return 0;
    }

    @Override
    public String getType(Uri uri) {
        return null;
    }
}
