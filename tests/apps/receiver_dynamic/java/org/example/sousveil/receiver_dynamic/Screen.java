package org.example.sousveil.receiver_dynamic;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;
import java.io.IOException;

/** Not in the manifest. */
class Screen extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        try {
            Runtime.getRuntime().exec("echo hello");
        } catch (IOException e) {
            Log.w("receiver_dynamic", "not run");
        }
    }
}
