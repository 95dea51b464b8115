package org.example.sousveil.dead_endpoint;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** No other class names this one. */
class Old {
    static int send() throws IOException {
        URL server = new URL("https://old.example.org/upload");
        return ((HttpURLConnection) server.openConnection()).getResponseCode();
    }
}
