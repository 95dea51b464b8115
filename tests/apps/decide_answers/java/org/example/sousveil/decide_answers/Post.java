package org.example.sousveil.decide_answers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Sends a text to a reserved address, where nobody answers. */
final class Post {
    private Post() {}

    static void send(final String text) {
        new Thread(new Runnable() {
            @Override
            public void run() {
                try {
                    HttpURLConnection to = (HttpURLConnection) new URL("https://192.0.2.1/").openConnection();
                    to.setDoOutput(true);
                    to.getOutputStream().write(text.getBytes());
                    to.disconnect();
                } catch (IOException e) {
                    // Nobody is there.
                }
            }
        }).start();
    }
}
