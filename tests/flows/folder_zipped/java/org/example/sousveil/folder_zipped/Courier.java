package org.example.sousveil.folder_zipped;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes the zip. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try (InputStream in = new FileInputStream(new File(getCacheDir(), "box.zip"))) {
            Wire.post(in);
        } catch (IOException e) {
            stopSelf();
        }
    }
}
