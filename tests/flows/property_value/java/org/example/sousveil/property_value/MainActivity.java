package org.example.sousveil.property_value;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Sets the property, and reads it when the activity is shown. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        System.setProperty("unit.number", found);
    }

    @Override
    protected void onResume() {
        super.onResume();
        Wire.post(System.getProperty("unit.number", "none"));
    }
}
