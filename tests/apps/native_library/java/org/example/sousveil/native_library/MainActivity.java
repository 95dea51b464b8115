package org.example.sousveil.native_library;

import android.app.Activity;
import android.os.Bundle;

/** Loads its own native library and calls one function, which doubles a number. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(String.valueOf(twice(21)));
    }

    static {
        System.loadLibrary("small");
    }

    private native int twice(int value);
}
