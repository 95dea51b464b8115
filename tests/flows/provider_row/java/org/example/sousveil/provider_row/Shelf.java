package org.example.sousveil.provider_row;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;

/** Keeps cards. */
public class Shelf extends ContentProvider {
    private SQLiteDatabase database;

    @Override
    public boolean onCreate() {
        database = getContext().openOrCreateDatabase("shelf.db", Context.MODE_PRIVATE, null);
        database.execSQL("CREATE TABLE IF NOT EXISTS cards (number TEXT)");
        return true;
    }

    @Override
    public Uri insert(Uri uri, ContentValues values) {
        long id = database.insert("cards", null, values);
        return Uri.withAppendedPath(uri, Long.toString(id));
    }

    @Override
    public Cursor query(Uri uri, String[] columns, String where, String[] bound, String order) {
        return database.query("cards", columns, where, bound, null, null, order);
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
