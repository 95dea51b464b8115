package org.example.sousveil.share_contact;

import android.app.Activity;
import android.content.Intent;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Hands the name of a contact to whichever app the person picks. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null);
        if (rows != null && rows.moveToFirst()) {
            Intent out = new Intent(Intent.ACTION_SEND);
            out.setType("text/plain");
            out.putExtra(Intent.EXTRA_TEXT, rows.getString(rows.getColumnIndex("display_name")));
            startActivity(out);
        }
    }
}
