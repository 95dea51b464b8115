package org.example.sousveil.clear_text_config;

import android.app.Activity;
import android.os.Bundle;

/** Allows clear text for one host in its network settings. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
