package org.example.sousveil.profile_owner;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.util.Log;

/** Reads the name of the phone's owner from the address book. */
public class MainActivity extends Activity {
    private static final String TAG = "profile_owner";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Profile.CONTENT_URI,
                new String[] {ContactsContract.Profile.DISPLAY_NAME}, null, null, null);
        Log.d(TAG, "rows " + (rows == null ? 0 : rows.getCount()));
    }
}
