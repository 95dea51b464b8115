package org.example.sousveil.sim_info;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Reads the IMSI, the SIM's serial number and the operator. */
public class MainActivity extends Activity {
    private static final String TAG = "sim_info";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String imsi = phone.getSubscriberId();
        String card = phone.getSimSerialNumber();
        String operator = phone.getSimOperatorName();
        Log.d(TAG, "lengths " + imsi.length() + " " + card.length() + " " + operator.length());
    }
}
