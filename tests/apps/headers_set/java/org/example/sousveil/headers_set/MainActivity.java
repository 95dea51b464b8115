package org.example.sousveil.headers_set;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;

/** Sets a header with a user name on its request. */
public class MainActivity extends Activity {
    private static final String TAG = "headers_set";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try {
                URLConnection line = new URL("https://head.example.org/list?page=1").openConnection();
                line.setRequestProperty("X-Client", "example");
                line.setRequestProperty("Authorization", "Basic ZXhhbXBsZTpleGFtcGxl");
                line.getInputStream().close();
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
