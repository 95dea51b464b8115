package org.example.sousveil.clear_text_allowed;

import android.app.Activity;
import android.os.Bundle;

/** Allows clear text in its manifest and sends none. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
