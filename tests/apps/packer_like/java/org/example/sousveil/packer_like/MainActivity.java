package org.example.sousveil.packer_like;

import android.app.Activity;
import android.os.Bundle;

/** Is in the file, as in no packed app. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
