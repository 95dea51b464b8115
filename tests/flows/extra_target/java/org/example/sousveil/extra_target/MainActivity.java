package org.example.sousveil.extra_target;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Hands texts on. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        startActivity(new Intent(this, Second.class).putExtra("text", found));
        startActivity(new Intent(this, Third.class).putExtra("text", "welcome"));
    }
}
