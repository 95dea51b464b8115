package org.example.sousveil.dex_load;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import dalvik.system.DexClassLoader;
import java.io.File;

/** Loads classes from a file in its own folder. */
public class MainActivity extends Activity {
    private static final String TAG = "dex_load";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File plugin = new File(getFilesDir(), "plugin.jar");
        DexClassLoader loader = new DexClassLoader(plugin.getPath(), getCodeCacheDir().getPath(),
                null, getClassLoader());
        try {
            Class<?> main = loader.loadClass("org.example.plugin.Main");
            Log.d(TAG, main.getName());
        } catch (ClassNotFoundException e) {
            Log.w(TAG, "no plugin");
        }
    }
}
