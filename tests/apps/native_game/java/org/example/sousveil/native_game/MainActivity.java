package org.example.sousveil.native_game;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** A game of numbers: an engine library of a known kind, and a small one of its own. */
public class MainActivity extends Activity {
    private static final String TAG = "native_game";

    static {
        System.loadLibrary("engine");
        System.loadLibrary("board");
    }

    private static native int roll(int sides);

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Log.d(TAG, "rolled " + roll(6));
    }
}
