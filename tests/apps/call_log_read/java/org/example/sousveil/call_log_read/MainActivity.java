package org.example.sousveil.call_log_read;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.CallLog;
import android.util.Log;

/** Reads the list of calls made and received. */
public class MainActivity extends Activity {
    private static final String TAG = "call_log_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(CallLog.Calls.CONTENT_URI,
                new String[] {CallLog.Calls.NUMBER, CallLog.Calls.DATE, CallLog.Calls.DURATION},
                null, null, CallLog.Calls.DATE + " DESC");
        if (rows != null) {
            Log.d(TAG, "calls " + rows.getCount());
            rows.close();
        }
    }
}
