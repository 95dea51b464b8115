package org.example.sousveil.native_board;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** A game: tables of its levels and messages, a table of numbers made when it is loaded, a saved game under a cipher. */
public class MainActivity extends Activity {
    static {
        System.loadLibrary("board");
    }

    private static native int count(String name);

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Log.d("board", "known: " + count(getPackageName()));
    }
}
