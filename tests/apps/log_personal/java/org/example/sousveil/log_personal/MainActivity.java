package org.example.sousveil.log_personal;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Writes the phone's own number to the log that others may read (Android before 4.1) and a developer
 * can. */
public class MainActivity extends Activity {
    private static final String TAG = "log_personal";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        Log.i(TAG, "number " + phone.getLine1Number());
    }
}
