package org.example.sousveil.sms_send;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.SmsManager;

/** Sends a text message with a fixed text to a number that cannot exist. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SmsManager post = SmsManager.getDefault();
        post.sendTextMessage("+10005550100", null, "hello", null, null);
    }
}
