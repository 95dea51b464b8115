package org.example.sousveil.exported_weak_guard;

import android.app.Activity;
import android.os.Bundle;

/** Has a service guarded by a permission that any app can ask for. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
