package org.example.sousveil.listens;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.ServerSocket;

/** Opens a port and waits for connections. */
public class MainActivity extends Activity {
    private static final String TAG = "listens";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try (ServerSocket door = new ServerSocket(5557)) {
                door.accept().close();
            } catch (IOException e) {
                Log.w(TAG, "no port");
            }
        }).start();
    }
}
