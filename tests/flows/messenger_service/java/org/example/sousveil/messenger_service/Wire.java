package org.example.sousveil.messenger_service;

import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Posts a text. */
final class Wire {
    private Wire() {
    }

    static void post(String text) {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("http://192.0.2.1/").openConnection();
            line.setRequestMethod("POST");
            line.setDoOutput(true);
            try (OutputStream out = line.getOutputStream()) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("messenger_service", "not sent");
        }
    }
}
