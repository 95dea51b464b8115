package org.example.sousveil.thrown_text;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Checks, and catches. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            check();
            finish();
        } catch (NotAllowed e) {
            Wire.post(e.getMessage());
        }
    }

    private void check() throws NotAllowed {
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        if (!found.startsWith("0")) {
            throw new NotAllowed("unit " + found);
        }
    }
}
