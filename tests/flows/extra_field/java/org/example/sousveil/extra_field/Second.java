package org.example.sousveil.extra_field;

import android.app.Activity;
import android.os.Bundle;

/** Takes what it is handed. */
public class Second extends Activity {
    static String key;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Wire.post(getIntent().getStringExtra(key));
    }
}
