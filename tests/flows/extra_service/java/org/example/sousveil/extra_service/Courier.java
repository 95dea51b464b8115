package org.example.sousveil.extra_service;

import android.app.Service;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;

/** Takes what it is handed. */
public class Courier extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        Bundle all = intent.getExtras();
        if (all != null && all.getInt("count") > 0) {
            Wire.post(all.getString("who"));
        }
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
