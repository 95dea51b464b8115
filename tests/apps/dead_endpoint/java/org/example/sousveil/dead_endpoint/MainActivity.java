package org.example.sousveil.dead_endpoint;

import android.app.Activity;
import android.os.Bundle;

/** Holds an address in a class that nothing reaches. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
