package org.example.sousveil.table_names;

import android.app.Activity;
import android.content.ContentValues;
import android.content.Intent;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Keeps a contact's name in one table and a word in another. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        SQLiteDatabase database = openOrCreateDatabase("book.db", MODE_PRIVATE, null);
        database.execSQL("CREATE TABLE IF NOT EXISTS people (name TEXT)");
        database.execSQL("CREATE TABLE IF NOT EXISTS colours (name TEXT)");
        ContentValues person = new ContentValues();
        person.put("name", found);
        database.insert("people", null, person);
        ContentValues colour = new ContentValues();
        colour.put("name", "green");
        database.insert("colours", null, colour);
        startService(new Intent(this, Courier.class));
    }
}
