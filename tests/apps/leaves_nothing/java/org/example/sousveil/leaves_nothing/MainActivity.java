package org.example.sousveil.leaves_nothing;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;

import java.io.File;

/** Looks whether a file is there and how long it is; writes and deletes nothing. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File file = new File(Environment.getExternalStorageDirectory(), "gate/gate_mark.dat");
        setTitle(file.exists() ? "there, " + file.length() : "not there");
    }
}
