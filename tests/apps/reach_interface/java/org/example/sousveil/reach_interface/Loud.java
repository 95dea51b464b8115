package org.example.sousveil.reach_interface;

import android.util.Log;
import java.io.IOException;

/** Never made, so never called. */
class Loud implements Step {
    @Override
    public void go() {
        try {
            Runtime.getRuntime().exec("echo loud");
        } catch (IOException e) {
            Log.w("reach_interface", "not run");
        }
    }
}
