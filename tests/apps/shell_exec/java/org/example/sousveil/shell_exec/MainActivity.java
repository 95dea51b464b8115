package org.example.sousveil.shell_exec;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;

/** Runs a harmless shell command. */
public class MainActivity extends Activity {
    private static final String TAG = "shell_exec";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Process child = Runtime.getRuntime().exec(new String[] {"/system/bin/sh", "-c", "echo hello"});
            Log.d(TAG, "exit " + child.waitFor());
        } catch (IOException | InterruptedException e) {
            Log.w(TAG, "not run");
        }
    }
}
