package org.example.sousveil.static_field;

import android.app.IntentService;
import android.content.Intent;

/** Takes the field. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Wire.post(MainActivity.colour + MainActivity.current);
    }
}
