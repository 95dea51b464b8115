package org.example.sousveil.old_target;

import android.app.Activity;
import android.os.Bundle;

/** Has target SDK 3, which gives it permissions it does not name. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
