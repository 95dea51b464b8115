package org.example.sousveil.reach_interface;

import android.util.Log;

/** The one that is made. */
class Quiet implements Step {
    @Override
    public void go() {
        Log.d("reach_interface", "quiet");
    }
}
