package org.example.sousveil.quiet;

import android.app.Activity;
import android.os.Bundle;

/** Shows one screen with its own name in five languages and does nothing else. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
    }
}
