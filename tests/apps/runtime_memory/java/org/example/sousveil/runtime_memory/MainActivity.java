package org.example.sousveil.runtime_memory;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Asks the runtime how much memory there is; runs nothing. */
public class MainActivity extends Activity {
    private static final String TAG = "runtime_memory";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Runtime runtime = Runtime.getRuntime();
        Log.d(TAG, "free " + runtime.freeMemory() + " of " + runtime.totalMemory());
    }
}
