package org.example.sousveil.permission_by_manifest;

import android.app.Activity;
import android.os.Bundle;
import android.os.Vibrator;

/** Asks for permissions that are used by being there: boot and vibration. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        ((Vibrator) getSystemService(VIBRATOR_SERVICE)).vibrate(10L);
    }
}
