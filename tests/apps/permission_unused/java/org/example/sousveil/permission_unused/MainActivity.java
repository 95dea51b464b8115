package org.example.sousveil.permission_unused;

import android.app.Activity;
import android.os.Bundle;

/** Asks for nine permissions and uses none. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
