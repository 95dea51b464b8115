package org.example.sousveil.preference_key;

import android.app.IntentService;
import android.content.Intent;
import android.content.SharedPreferences;

/** Takes it from there. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        SharedPreferences kept = getSharedPreferences("state", MODE_PRIVATE);
        if (kept.contains("number")) {
            Wire.post(kept.getString("number", ""));
        }
    }
}
