package org.example.sousveil.native_small;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies a native program from its assets to its folder, makes it executable and starts it; the
 * program prints a line and ends. */
public class MainActivity extends Activity {
    private static final String TAG = "native_small";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File tool = new File(getFilesDir(), "small");
        try (InputStream in = getAssets().open("small"); OutputStream out = new FileOutputStream(tool)) {
            byte[] bytes = new byte[in.available()];
            out.write(bytes, 0, in.read(bytes));
            tool.setExecutable(true);
            new ProcessBuilder(tool.getPath(), "-x").start();
        } catch (IOException e) {
            Log.w(TAG, "not started");
        }
    }
}
