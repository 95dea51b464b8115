package org.example.sousveil.extra_target;

import android.app.Activity;
import android.os.Bundle;

/** Shows what it is handed. */
public class Second extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(getIntent().getStringExtra("text"));
    }
}
