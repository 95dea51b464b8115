package org.example.sousveil.mic_permission_unused;

import android.app.Activity;
import android.os.Bundle;

/** Asks for the microphone and never uses it. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
