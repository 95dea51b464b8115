package org.example.sousveil.debuggable;

import android.app.Activity;
import android.os.Bundle;

/** Is marked as debuggable. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
