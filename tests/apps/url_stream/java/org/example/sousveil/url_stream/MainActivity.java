package org.example.sousveil.url_stream;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Opens what stands at a web address. */
public class MainActivity extends Activity {
    private static final String TAG = "url_stream";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try (InputStream list = new URL("https://stream.example.org/list").openStream()) {
                Log.d(TAG, "bytes " + list.available());
            } catch (IOException e) {
                Log.w(TAG, "not opened");
            }
        }).start();
    }
}
