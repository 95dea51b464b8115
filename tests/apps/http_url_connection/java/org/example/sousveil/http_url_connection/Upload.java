package org.example.sousveil.http_url_connection;

import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Sends one line; nobody answers at this address. */
class Upload implements Runnable {
    @Override
    public void run() {
        try {
            URL server = new URL("http://192.0.2.10:8080/upload");
            HttpURLConnection line = (HttpURLConnection) server.openConnection();
            line.setRequestMethod("POST");
            line.setDoOutput(true);
            try (OutputStream out = line.getOutputStream()) {
                out.write("hello".getBytes("UTF-8"));
            }
            Log.d("http_url_connection", "answer " + line.getResponseCode());
        } catch (IOException e) {
            Log.w("http_url_connection", "not sent");
        }
    }
}
