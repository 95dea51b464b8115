package org.example.sousveil.school_form;

import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Sends a text to a reserved address, where nobody answers. */
class Post {
    static void send(String text) {
        try {
            HttpURLConnection there = (HttpURLConnection) new URL("https://192.0.2.20/api/pupil").openConnection();
            there.setDoOutput(true);
            OutputStream out = there.getOutputStream();
            out.write(text.getBytes("UTF-8"));
            out.close();
        } catch (java.io.IOException nobody) {
            return;
        }
    }
}
