package org.example.sousveil.text_device_number;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.SmsManager;
import android.telephony.TelephonyManager;

/** Sends the hardware number of the phone in a text message. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        SmsManager.getDefault().sendTextMessage("0", null, phone.getDeviceId(), null, null);
    }
}
