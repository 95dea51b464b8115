package org.example.sousveil.static_map_keys;

import android.app.IntentService;
import android.content.Intent;

/** Takes from the map. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Wire.post(Memory.VALUES.get("colour"));
    }
}
