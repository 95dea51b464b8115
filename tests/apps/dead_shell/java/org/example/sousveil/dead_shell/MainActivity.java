package org.example.sousveil.dead_shell;

import android.app.Activity;
import android.os.Bundle;

/** Holds code that runs a command, which nothing reaches. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
