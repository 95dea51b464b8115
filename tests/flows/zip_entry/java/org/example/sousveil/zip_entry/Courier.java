package org.example.sousveil.zip_entry;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.IOException;
import java.util.zip.ZipFile;

/** Takes an entry of the zip file. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try (ZipFile zip = new ZipFile(new File(getFilesDir(), "day.zip"))) {
            Wire.post(zip.getInputStream(zip.getEntry("place")));
        } catch (IOException e) {
            stopSelf();
        }
    }
}
