package org.example.sousveil.preference_key;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the phone number in a settings file. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        SharedPreferences.Editor kept = getSharedPreferences("state", MODE_PRIVATE).edit();
        kept.putString("number", found);
        kept.putBoolean("seen", true);
        kept.apply();
        startService(new Intent(this, Courier.class));
    }
}
