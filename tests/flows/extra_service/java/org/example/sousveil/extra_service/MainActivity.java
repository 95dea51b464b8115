package org.example.sousveil.extra_service;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Hands the phone number on. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        Bundle all = new Bundle();
        all.putString("who", found);
        all.putInt("count", 1);
        Intent work = new Intent();
        work.setClassName(this, "org.example.sousveil.extra_service.Courier");
        work.putExtras(all);
        startService(work);
    }
}
