package org.example.sousveil.clear_text_refused;

import android.app.Activity;
import android.os.Bundle;

/** Refuses clear text in its network settings, and the manifest says the opposite, which then does not
 * count. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
