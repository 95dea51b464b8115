package org.example.sousveil.extra_field;

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
        Second.key = getIntent().getStringExtra("key");
        Intent next = new Intent(this, Second.class);
        next.putExtra("title", "welcome");
        next.putExtra(Second.key, found);
        startActivity(next);
    }
}
