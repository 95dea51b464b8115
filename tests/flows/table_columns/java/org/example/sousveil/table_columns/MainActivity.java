package org.example.sousveil.table_columns;

import android.app.Activity;
import android.content.ContentValues;
import android.content.Intent;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Keeps a contact's name and a word in a table. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        SQLiteDatabase database = openOrCreateDatabase("book.db", MODE_PRIVATE, null);
        database.execSQL("CREATE TABLE IF NOT EXISTS people (name TEXT, colour TEXT)");
        ContentValues row = new ContentValues(2);
        row.put("name", found);
        row.put("colour", "green");
        database.insertOrThrow("people", null, row);
        startService(new Intent(this, Courier.class));
    }
}
