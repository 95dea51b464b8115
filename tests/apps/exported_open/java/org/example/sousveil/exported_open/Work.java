package org.example.sousveil.exported_open;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import android.util.Log;

/** Counts up when called. */
public class Work extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        Log.d("exported_open", "word length " + intent.getStringExtra("word").length());
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
