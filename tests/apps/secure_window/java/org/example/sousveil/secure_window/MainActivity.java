package org.example.sousveil.secure_window;

import android.app.Activity;
import android.os.Bundle;
import android.view.WindowManager;

/** Keeps screenshots from being taken of its screen. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        getWindow().setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE);
    }
}
