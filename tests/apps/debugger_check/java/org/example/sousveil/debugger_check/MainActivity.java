package org.example.sousveil.debugger_check;

import android.app.Activity;
import android.os.Bundle;
import android.os.Debug;

/** Ends itself when a debugger is attached. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (Debug.isDebuggerConnected()) {
            finish();
            return;
        }
        setTitle("free");
    }
}
