package org.example.sousveil.url_built;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.URL;

/** Builds its address from parts in two classes. */
public class MainActivity extends Activity {
    private static final String TAG = "url_built";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try {
                URL url = new URL(Place.BASE + "/people/" + Place.version() + "/add");
                Log.d(TAG, "type " + url.openConnection().getContentType());
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
