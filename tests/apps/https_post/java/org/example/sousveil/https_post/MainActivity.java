package org.example.sousveil.https_post;

import android.app.Activity;
import android.os.Bundle;

/** Posts a fixed text over TLS. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Upload()).start();
    }
}
