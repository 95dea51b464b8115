package org.example.sousveil.process_builder;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;

/** Runs a harmless command through a ProcessBuilder. */
public class MainActivity extends Activity {
    private static final String TAG = "process_builder";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            new ProcessBuilder("getprop", "ro.build.version.sdk").redirectErrorStream(true).start();
        } catch (IOException e) {
            Log.w(TAG, "not run");
        }
    }
}
