package org.example.sousveil.extra_actions;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Hears broadcasts. */
public class Ear extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        Wire.post(intent.getStringExtra("text"));
    }
}
