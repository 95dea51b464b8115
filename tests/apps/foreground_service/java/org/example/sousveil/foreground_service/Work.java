package org.example.sousveil.foreground_service;

import android.app.Notification;
import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Stays in the foreground. */
public class Work extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        Notification note = new Notification.Builder(this, "work")
                .setSmallIcon(android.R.drawable.ic_dialog_info).build();
        startForeground(1, note);
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
