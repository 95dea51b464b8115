package org.example.sousveil.sms_read;

import android.app.Activity;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.util.Log;

/** Reads the inbox of text messages by the provider's address. */
public class MainActivity extends Activity {
    private static final String TAG = "sms_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Uri inbox = Uri.parse("content://sms/inbox");
        Cursor rows = getContentResolver().query(inbox, null, null, null, null);
        while (rows != null && rows.moveToNext()) {
            String text = rows.getString(rows.getColumnIndex("body"));
            Log.d(TAG, "length " + text.length());
        }
    }
}
