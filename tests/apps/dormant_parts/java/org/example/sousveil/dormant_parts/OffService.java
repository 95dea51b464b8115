package org.example.sousveil.dormant_parts;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** A service that the manifest switches off. */
public class OffService extends Service {
    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
