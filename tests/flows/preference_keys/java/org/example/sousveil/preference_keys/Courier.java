package org.example.sousveil.preference_keys;

import android.app.IntentService;
import android.content.Intent;

/** Takes a setting. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Wire.post(getSharedPreferences("state", MODE_PRIVATE).getString("theme", "light"));
    }
}
