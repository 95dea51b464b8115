package org.example.sousveil.emulator_files;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.File;

/** Looks for files that only emulators have. */
public class MainActivity extends Activity {
    private static final String TAG = "emulator_files";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        int found = 0;
        for (String name : new String[] {"/dev/qemu_pipe", "/dev/socket/qemud", "/system/bin/qemu-props"}) {
            if (new File(name).exists()) {
                found++;
            }
        }
        Log.d(TAG, "found " + found);
    }
}
