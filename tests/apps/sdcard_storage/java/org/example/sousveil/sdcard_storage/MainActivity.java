package org.example.sousveil.sdcard_storage;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;
import android.util.Log;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a file to the shared storage. */
public class MainActivity extends Activity {
    private static final String TAG = "sdcard_storage";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File file = new File(Environment.getExternalStorageDirectory(), "example/note.txt");
        file.getParentFile().mkdirs();
        try (OutputStream out = new FileOutputStream(file)) {
            out.write("example".getBytes("UTF-8"));
        } catch (IOException e) {
            Log.w(TAG, "not kept");
        }
    }
}
