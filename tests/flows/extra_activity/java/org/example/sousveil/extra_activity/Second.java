package org.example.sousveil.extra_activity;

import android.app.Activity;
import android.os.Bundle;

/** Takes what it is handed. */
public class Second extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Wire.post(getIntent().getStringExtra("number"));
    }
}
