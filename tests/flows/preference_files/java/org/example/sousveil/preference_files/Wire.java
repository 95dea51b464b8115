package org.example.sousveil.preference_files;

import android.util.Log;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;

/** Posts a text. */
final class Wire {
    private Wire() {
    }

    static void post(String text) {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("http://192.0.2.1/").openConnection();
            line.setRequestMethod("POST");
            line.setDoOutput(true);
            Writer out = new OutputStreamWriter(line.getOutputStream(), "UTF-8");
            out.write("v=" + URLEncoder.encode(text, "UTF-8"));
            out.close();
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("preference_files", "not sent");
        }
    }
}
