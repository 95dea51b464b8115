package org.example.sousveil.websocket_string;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Holds the address of a web socket and opens it through a plain socket. */
public class MainActivity extends Activity {
    private static final String TAG = "websocket_string";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            URI place = URI.create("wss://live.example.org/socket");
            try (Socket line = new Socket(place.getHost(), 443)) {
                Log.d(TAG, "open " + line.isConnected());
            } catch (IOException e) {
                Log.w(TAG, "not open");
            }
        }).start();
    }
}
