package org.example.sousveil.preference_files;

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
        getSharedPreferences("own", MODE_PRIVATE).edit().putString("value", found).apply();
        getSharedPreferences("shown", MODE_PRIVATE).edit().putString("value", "dark").apply();
        startService(new Intent(this, Courier.class));
    }
}
