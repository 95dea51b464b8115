package org.example.sousveil.native_argument;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.nio.charset.StandardCharsets;

/** Asks native code. */
public class MainActivity extends Activity {
    static {
        System.loadLibrary("shape");
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        byte[] shaped = shape(found.getBytes(StandardCharsets.UTF_8), 16);
        Wire.post(new String(shaped, StandardCharsets.UTF_8));
    }

    private static native byte[] shape(byte[] bytes, int size);
}
