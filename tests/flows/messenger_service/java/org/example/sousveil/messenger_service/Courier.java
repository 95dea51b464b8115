package org.example.sousveil.messenger_service;

import android.app.Service;
import android.content.Intent;
import android.os.Handler;
import android.os.IBinder;
import android.os.Messenger;

/** Takes messages of those who are bound. */
public class Courier extends Service {
    private Messenger door;

    @Override
    public void onCreate() {
        super.onCreate();
        door = new Messenger(new Handler(message -> {
            Wire.post(message.getData().getString("number"));
            return true;
        }));
    }

    @Override
    public IBinder onBind(Intent intent) {
        return door.getBinder();
    }
}
