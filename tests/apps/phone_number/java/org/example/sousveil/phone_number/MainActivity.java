package org.example.sousveil.phone_number;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Reads the phone's own number. */
public class MainActivity extends Activity {
    private static final String TAG = "phone_number";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String number = phone.getLine1Number();
        Log.d(TAG, "length " + (number == null ? 0 : number.length()));
    }
}
