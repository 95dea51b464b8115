package org.example.sousveil.contacts_read;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.util.Log;

/** Counts the phone numbers in the address book. */
public class MainActivity extends Activity {
    private static final String TAG = "contacts_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(
                ContactsContract.CommonDataKinds.Phone.CONTENT_URI, null, null, null, null);
        while (rows != null && rows.moveToNext()) {
            String number = rows.getString(
                    rows.getColumnIndex(ContactsContract.CommonDataKinds.Phone.NUMBER));
            Log.d(TAG, "length " + number.length());
        }
    }
}
