package org.example.sousveil.receiver_registered;

import android.app.Activity;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Hears its own broadcast. */
public class MainActivity extends Activity {
    private final BroadcastReceiver ear = new BroadcastReceiver() {
        @Override
        public void onReceive(Context context, Intent intent) {
            Wire.post(intent.getStringExtra("number"));
        }
    };

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        IntentFilter wanted = new IntentFilter();
        wanted.addAction("org.example.sousveil.receiver_registered.NUMBER");
        registerReceiver(ear, wanted, Context.RECEIVER_NOT_EXPORTED);
    }

    @Override
    protected void onResume() {
        super.onResume();
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        Intent said = new Intent();
        said.setAction("org.example.sousveil.receiver_registered.NUMBER");
        said.setPackage(getPackageName());
        said.putExtra("number", found);
        sendBroadcast(said);
    }

    @Override
    protected void onDestroy() {
        unregisterReceiver(ear);
        super.onDestroy();
    }
}
