package org.example.sousveil.static_map_keys;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Fills the map. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        Memory.VALUES.put("colour", "green");
        Memory.VALUES.put("number", found);
        startService(new Intent(this, Courier.class));
    }
}
