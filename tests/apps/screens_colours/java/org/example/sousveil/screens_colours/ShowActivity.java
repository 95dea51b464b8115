package org.example.sousveil.screens_colours;

import android.app.Activity;
import android.os.Bundle;

public class ShowActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.show);
    }
}
