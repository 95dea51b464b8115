package org.example.sousveil.kill_others;

import android.app.Activity;
import android.app.ActivityManager;
import android.os.Bundle;

/** Stops the background work of another app. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        ActivityManager running = (ActivityManager) getSystemService(ACTIVITY_SERVICE);
        running.killBackgroundProcesses("org.example.other");
    }
}
