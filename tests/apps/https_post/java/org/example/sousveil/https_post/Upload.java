package org.example.sousveil.https_post;

import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;

/** Sends one line; nobody answers at this address. */
class Upload implements Runnable {
    @Override
    public void run() {
        try {
            URL server = new URL("https://api.example.org/v1/upload");
            HttpsURLConnection line = (HttpsURLConnection) server.openConnection();
            line.setRequestMethod("POST");
            line.setRequestProperty("Content-Type", "text/plain");
            line.setDoOutput(true);
            try (OutputStream out = line.getOutputStream()) {
                out.write("hello".getBytes("UTF-8"));
            }
            Log.d("https_post", "answer " + line.getResponseCode());
        } catch (IOException e) {
            Log.w("https_post", "not sent");
        }
    }
}
