package org.example.sousveil.own_files;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.File;

/** Lists the files of its own private folder. */
public class MainActivity extends Activity {
    private static final String TAG = "own_files";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File[] files = getFilesDir().listFiles();
        Log.d(TAG, "files " + (files == null ? 0 : files.length));
    }
}
