package org.example.sousveil.table_row;

import android.app.Activity;
import android.content.ContentValues;
import android.content.Intent;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Keeps a contact's name in a table. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        ContentValues row = new ContentValues();
        row.put("name", found);
        row.put("seen", System.currentTimeMillis());
        new Book(this).getWritableDatabase().insert("people", null, row);
        startService(new Intent(this, Courier.class));
    }
}
