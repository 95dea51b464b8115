package org.example.sousveil.files_walk;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;
import android.util.Log;
import java.io.File;

/** Walks through all files of the shared storage. */
public class MainActivity extends Activity {
    private static final String TAG = "files_walk";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        walk(Environment.getExternalStorageDirectory());
    }

    private void walk(File folder) {
        File[] files = folder.listFiles();
        if (files == null) {
            return;
        }
        for (File file : files) {
            if (file.isDirectory()) {
                walk(file);
            } else {
                Log.d(TAG, "bytes " + file.length());
            }
        }
    }
}
