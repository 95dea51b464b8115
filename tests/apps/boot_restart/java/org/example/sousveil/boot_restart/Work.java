package org.example.sousveil.boot_restart;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Does nothing and stays. */
public class Work extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        return START_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
