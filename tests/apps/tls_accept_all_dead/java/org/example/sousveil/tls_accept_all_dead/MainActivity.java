package org.example.sousveil.tls_accept_all_dead;

import android.app.Activity;
import android.os.Bundle;

/** Holds a class that accepts any certificate, which nothing reaches. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
