package org.example.sousveil.preference_keys;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the phone number in a settings file. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        getSharedPreferences("state", MODE_PRIVATE).edit()
                .putString("number", found)
                .putString("theme", "dark")
                .commit();
        startService(new Intent(this, Courier.class));
    }
}
