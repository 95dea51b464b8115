package org.example.sousveil.enable_own_receiver;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;

/** Off until wanted. */
public class Later extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        Log.d("enable_own_receiver", "on");
    }
}
