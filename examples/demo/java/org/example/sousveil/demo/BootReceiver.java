package org.example.sousveil.demo;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Starts the upload when the phone starts. */
public class BootReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.startService(new Intent(context, UploadService.class));
    }
}
