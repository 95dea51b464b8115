package org.example.sousveil.chmod_exec;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.File;

/** Makes a file of its own executable. */
public class MainActivity extends Activity {
    private static final String TAG = "chmod_exec";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File tool = new File(getFilesDir(), "tool");
        Log.d(TAG, "done " + tool.setExecutable(true));
    }
}
