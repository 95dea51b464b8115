package org.example.sousveil.exported_by_filter;

import android.app.Activity;
import android.os.Bundle;

/** Has a service that is open because of its intent filter, as the default was before Android 12. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
