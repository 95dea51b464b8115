package org.example.sousveil.device_ids;

import android.app.Activity;
import android.os.Build;
import android.os.Bundle;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import android.util.Log;

/** Reads the IMEI, the Android id and the serial number. */
public class MainActivity extends Activity {
    private static final String TAG = "device_ids";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String imei = phone.getDeviceId();
        String android = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        String serial = Build.SERIAL;
        Log.d(TAG, "lengths " + imei.length() + " " + android.length() + " " + serial.length());
    }
}
