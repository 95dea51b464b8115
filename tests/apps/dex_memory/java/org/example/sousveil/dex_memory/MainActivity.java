package org.example.sousveil.dex_memory;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import dalvik.system.InMemoryDexClassLoader;

/** Loads classes from bytes in memory. */
public class MainActivity extends Activity {
    private static final String TAG = "dex_memory";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        byte[] bytes = new byte[0];
        InMemoryDexClassLoader loader =
                new InMemoryDexClassLoader(java.nio.ByteBuffer.wrap(bytes), getClassLoader());
        Log.d(TAG, loader.toString());
    }
}
