package org.example.sousveil.boot_restart;

import android.app.Activity;
import android.os.Bundle;

/** Starts a service when the phone starts. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
