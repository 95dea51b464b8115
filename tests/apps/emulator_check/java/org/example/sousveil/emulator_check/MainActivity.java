package org.example.sousveil.emulator_check;

import android.app.Activity;
import android.os.Build;
import android.os.Bundle;

/** Ends itself when the phone looks like an emulator. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (Build.FINGERPRINT.contains("generic") || Build.MODEL.contains("Emulator")
                || "goldfish".equals(Build.HARDWARE)) {
            finish();
            return;
        }
        setTitle("real");
    }
}
