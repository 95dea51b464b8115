package org.example.sousveil.reach_reflection;

import android.util.Log;
import java.io.IOException;

/** Named only in resources. */
public class Work implements Runnable {
    @Override
    public void run() {
        try {
            Runtime.getRuntime().exec("echo hello");
        } catch (IOException e) {
            Log.w("reach_reflection", "not run");
        }
    }
}
