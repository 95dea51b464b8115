package org.example.sousveil.extra_target;

import android.app.Activity;
import android.os.Bundle;

/** Posts what it is handed. */
public class Third extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Wire.post(getIntent().getStringExtra("text"));
    }
}
