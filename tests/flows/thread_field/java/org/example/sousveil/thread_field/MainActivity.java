package org.example.sousveil.thread_field;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Starts a thread. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        Courier courier = new Courier();
        courier.load = found;
        courier.start();
    }
}
