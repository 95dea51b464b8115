package org.example.sousveil.native_hidden;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Texts that native code decodes: some when it is loaded, some when it asks for them. */
public class MainActivity extends Activity {
    static {
        System.loadLibrary("shelf");
    }

    private static native int count(String name);

    private static native String label(String hidden);

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Log.d("shelf", "known: " + count(getPackageName()));
        Log.d("shelf", label("mfou!up!opcpez!zfu"));
    }
}
