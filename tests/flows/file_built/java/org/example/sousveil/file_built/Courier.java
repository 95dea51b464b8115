package org.example.sousveil.file_built;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;

/** Takes what was kept. */
public class Courier extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        String path = getCacheDir().getAbsolutePath() + "/part7" + ".txt";
        try (DataInputStream in = new DataInputStream(new FileInputStream(path))) {
            Wire.post(in.readUTF());
        } catch (IOException e) {
            stopSelf(id);
        }
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
