package org.example.sousveil.preference_sequence;

import android.app.Activity;
import android.content.Context;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the phone number for a moment. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        SharedPreferences kept = getSharedPreferences("moment", MODE_PRIVATE);
        kept.edit().putString("number", found).commit();
        kept.edit().remove("number").commit();
        Courier.take(kept);
    }
}
