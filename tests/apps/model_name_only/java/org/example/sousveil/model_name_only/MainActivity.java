package org.example.sousveil.model_name_only;

import android.app.Activity;
import android.os.Build;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;

/** Puts the phone's model into the name it gives a server. */
public class MainActivity extends Activity {
    private static final String TAG = "model_name_only";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String agent = "example/1.0 (" + Build.MODEL + "; Android " + Build.VERSION.RELEASE + ")";
        new Thread(() -> {
            try {
                URLConnection line = new URL("https://agent.example.org/").openConnection();
                line.setRequestProperty("User-Agent", agent);
                line.getInputStream().close();
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
