package org.example.sousveil.extra_activity;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Hands the device number on. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        Intent next = new Intent(this, Second.class);
        next.putExtra("number", found);
        startActivity(next);
    }
}
