package org.example.sousveil.preference_files;

import android.app.IntentService;
import android.content.Intent;

/** Takes a setting. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Wire.post(getSharedPreferences("shown", MODE_PRIVATE).getString("value", "light"));
    }
}
