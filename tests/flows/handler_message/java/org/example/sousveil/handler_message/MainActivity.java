package org.example.sousveil.handler_message;

import android.app.Activity;
import android.os.Bundle;
import android.os.HandlerThread;
import android.os.Message;
import android.telephony.TelephonyManager;

/** Sends a message to a thread of its own. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        HandlerThread thread = new HandlerThread("work");
        thread.start();
        Desk desk = new Desk(thread.getLooper());
        Message said = desk.obtainMessage(3);
        said.obj = found;
        desk.sendMessageDelayed(said, 500L);
    }
}
