package org.example.sousveil.orders_server;

import android.app.Activity;
import android.os.Bundle;

/** Asks a server once and does what its answer says. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Asking(getContentResolver())).start();
    }
}
