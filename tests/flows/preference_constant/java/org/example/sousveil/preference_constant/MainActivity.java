package org.example.sousveil.preference_constant;

import android.app.Activity;
import android.content.Intent;
import android.content.SharedPreferences;
import android.telephony.TelephonyManager;

/** Keeps the device number in the activity's own settings. */
public class MainActivity extends Activity {
    @Override
    protected void onPause() {
        super.onPause();
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        SharedPreferences kept = getSharedPreferences(Slots.FILE, 0);
        kept.edit().putString(Slots.SECOND, found).apply();
        sendBroadcast(new Intent(this, Later.class));
    }
}
