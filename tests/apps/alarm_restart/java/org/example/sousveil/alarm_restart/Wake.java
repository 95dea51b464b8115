package org.example.sousveil.alarm_restart;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;

/** Started by the alarm. */
public class Wake extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        Log.d("alarm_restart", "awake");
    }
}
