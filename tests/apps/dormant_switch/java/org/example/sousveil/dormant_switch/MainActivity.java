package org.example.sousveil.dormant_switch;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;

/** Runs a command only if a resource says so, and it says no. */
public class MainActivity extends Activity {
    private static final String TAG = "dormant_switch";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (getResources().getBoolean(R.bool.extra)) {
            try {
                Runtime.getRuntime().exec("echo hello");
            } catch (IOException e) {
                Log.w(TAG, "not run");
            }
        }
    }
}
