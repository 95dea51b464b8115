package org.example.sousveil.http_url_connection;

import android.app.Activity;
import android.os.Bundle;

/** Posts a fixed text in clear text to a fixed address. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Upload()).start();
    }
}
