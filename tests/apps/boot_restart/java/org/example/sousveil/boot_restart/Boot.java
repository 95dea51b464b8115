package org.example.sousveil.boot_restart;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Started by the system. */
public class Boot extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.startService(new Intent(context, Work.class));
    }
}
