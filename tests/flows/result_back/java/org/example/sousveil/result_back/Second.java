package org.example.sousveil.result_back;

import android.app.Activity;
import android.content.Intent;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Answers with a contact's name. */
public class Second extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        setResult(RESULT_OK, new Intent().putExtra("name", found));
        finish();
    }
}
