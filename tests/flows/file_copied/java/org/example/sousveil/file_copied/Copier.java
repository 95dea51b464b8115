package org.example.sousveil.file_copied;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Copies one file to another. */
public class Copier extends IntentService {
    public Copier() {
        super("copier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        File from = new File(getFilesDir(), "first");
        File to = new File(getCacheDir(), "second");
        try (FileChannel in = new FileInputStream(from).getChannel();
                FileChannel out = new FileOutputStream(to).getChannel()) {
            in.transferTo(0, in.size(), out);
        } catch (IOException e) {
            stopSelf();
        }
        startService(new Intent(this, Courier.class));
    }
}
