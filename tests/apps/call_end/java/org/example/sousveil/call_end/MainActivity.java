package org.example.sousveil.call_end;

import android.app.Activity;
import android.os.Bundle;
import android.telecom.TelecomManager;
import android.util.Log;

/** Has the call that is going on ended. */
public class MainActivity extends Activity {
    private static final String TAG = "call_end";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            TelecomManager line = (TelecomManager) getSystemService(TELECOM_SERVICE);
            Log.d(TAG, "ended " + line.endCall());
        } catch (SecurityException e) {
            Log.w(TAG, "not allowed");
        }
    }
}
