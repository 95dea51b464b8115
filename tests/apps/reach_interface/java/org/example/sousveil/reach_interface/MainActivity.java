package org.example.sousveil.reach_interface;

import android.app.Activity;
import android.os.Bundle;

/** Holds two classes of one interface; only one is ever made. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Step step = new Quiet();
        step.go();
    }
}
