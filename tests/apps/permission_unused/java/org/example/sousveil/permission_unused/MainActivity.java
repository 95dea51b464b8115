package org.example.sousveil.permission_unused;

import android.app.Activity;
import android.os.Bundle;

/** Asks for the camera and the contacts and uses neither. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
