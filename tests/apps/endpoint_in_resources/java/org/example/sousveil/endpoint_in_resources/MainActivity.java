package org.example.sousveil.endpoint_in_resources;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.URL;

/** Takes its address from a resource. */
public class MainActivity extends Activity {
    private static final String TAG = "endpoint_in_resources";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String server = getString(R.string.server);
        new Thread(() -> {
            try {
                new URL(server).openConnection().connect();
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
