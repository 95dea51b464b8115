package org.example.sousveil.reach_thread;

import android.util.Log;
import java.io.IOException;

/** Says its name. */
class Step implements Runnable {
    private final String name;

    Step(String name) {
        this.name = name;
    }

    @Override
    public void run() {
        try {
            Runtime.getRuntime().exec("echo " + name);
        } catch (IOException e) {
            Log.w("reach_thread", "not run");
        }
    }
}
