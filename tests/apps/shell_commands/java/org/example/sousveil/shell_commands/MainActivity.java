package org.example.sousveil.shell_commands;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;

/** Runs a command that lists the apps and reads nothing of what it says. */
public class MainActivity extends Activity {
    private static final String TAG = "shell_commands";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Process child = Runtime.getRuntime().exec("pm list packages");
            Log.d(TAG, "exit " + child.waitFor());
        } catch (IOException | InterruptedException e) {
            Log.w(TAG, "not run");
        }
    }
}
