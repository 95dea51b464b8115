package org.example.sousveil.single_object;

import android.app.IntentService;
import android.content.Intent;

/** Asks the session. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Wire.post(Session.current().owner().name());
    }
}
