package org.example.sousveil.kill_self;

import android.app.Activity;
import android.os.Bundle;

/** Ends its own process. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        android.os.Process.killProcess(android.os.Process.myPid());
    }
}
