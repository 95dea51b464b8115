package org.example.sousveil.handler_targets;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import android.telephony.TelephonyManager;

/** Sends two messages. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        Handler tally = new Tally();
        Handler desk = new Desk();
        tally.obtainMessage(1, found).sendToTarget();
        desk.obtainMessage(1, "good morning").sendToTarget();
    }
}
