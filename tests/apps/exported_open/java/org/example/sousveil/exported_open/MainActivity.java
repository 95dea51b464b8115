package org.example.sousveil.exported_open;

import android.app.Activity;
import android.os.Bundle;

/** Has a service and a provider that any app can use. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
