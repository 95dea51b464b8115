package org.example.sousveil.call_state_listener;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.PhoneStateListener;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Learns when a call rings and from which number. */
public class MainActivity extends Activity {
    private static final String TAG = "call_state_listener";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        phone.listen(new PhoneStateListener() {
            @Override
            public void onCallStateChanged(int state, String number) {
                Log.d(TAG, "state " + state + " length " + number.length());
            }
        }, PhoneStateListener.LISTEN_CALL_STATE);
    }
}
