package org.example.sousveil.preference_constant;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;

/** Takes it from there. */
public class Later extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        SharedPreferences kept = context.getSharedPreferences(Slots.FILE, 0);
        Wire.post(kept.getString(Slots.FIRST, "") + ";" + kept.getString(Slots.SECOND, ""));
    }
}
