package org.example.sousveil.folder_listed;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes each file of the folder. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        File queue = getDir("queue", MODE_PRIVATE);
        String[] names = queue.list();
        for (int at = 0; names != null && at < names.length; at++) {
            try (InputStream in = new FileInputStream(new File(queue, names[at]))) {
                Wire.post(in);
            } catch (IOException e) {
                stopSelf();
            }
        }
    }
}
