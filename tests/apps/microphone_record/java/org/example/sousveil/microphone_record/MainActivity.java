package org.example.sousveil.microphone_record;

import android.app.Activity;
import android.os.Bundle;

/** Opens the microphone and reads sound. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Listen()).start();
    }
}
