package org.example.sousveil.property_value;

import android.util.Log;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Posts a text. */
final class Wire {
    private Wire() {
    }

    static void post(String text) {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("http://192.0.2.1/").openConnection();
            line.setRequestMethod("POST");
            line.setDoOutput(true);
            PrintStream out = new PrintStream(line.getOutputStream(), true, "UTF-8");
            out.println(text);
            out.close();
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("property_value", "not sent");
        }
    }
}
