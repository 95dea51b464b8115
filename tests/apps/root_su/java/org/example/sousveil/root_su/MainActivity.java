package org.example.sousveil.root_su;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;

/** Asks for root and runs a command that only names the user. */
public class MainActivity extends Activity {
    private static final String TAG = "root_su";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Process child = Runtime.getRuntime().exec("su");
            child.getOutputStream().write("id\nexit\n".getBytes("US-ASCII"));
            child.getOutputStream().close();
            Log.d(TAG, "exit " + child.waitFor());
        } catch (IOException | InterruptedException e) {
            Log.w(TAG, "not run");
        }
    }
}
