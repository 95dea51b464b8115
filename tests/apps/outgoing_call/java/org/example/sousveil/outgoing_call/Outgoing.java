package org.example.sousveil.outgoing_call;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;

/** Started by the system for each call. */
public class Outgoing extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        String number = intent.getStringExtra(Intent.EXTRA_PHONE_NUMBER);
        Log.d("outgoing_call", "length " + (number == null ? 0 : number.length()));
    }
}
