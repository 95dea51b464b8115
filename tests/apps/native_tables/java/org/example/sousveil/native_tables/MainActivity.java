package org.example.sousveil.native_tables;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Lists in native code: a table of names, a table of records, and texts that a function compares. */
public class MainActivity extends Activity {
    static {
        System.loadLibrary("index");
    }

    private static native int count(String name);

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Log.d("index", "known: " + count(getPackageName()));
    }
}
