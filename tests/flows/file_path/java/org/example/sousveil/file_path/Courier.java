package org.example.sousveil.file_path;

import android.app.IntentService;
import android.content.Intent;
import java.io.FileInputStream;
import java.io.IOException;

/** Takes what was kept. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try (FileInputStream in = new FileInputStream("/data/data/org.example.sousveil.file_path/files/a.txt")) {
            Wire.post(in);
        } catch (IOException e) {
            stopSelf();
        }
    }
}
