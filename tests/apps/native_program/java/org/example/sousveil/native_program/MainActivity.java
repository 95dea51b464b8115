package org.example.sousveil.native_program;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;

/** Copies a program out of the package, makes it executable, runs it and reads what it prints. It prints its arguments. */
public class MainActivity extends Activity {
    private static final String TAG = "native_program";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            copy("listing", "/data/data/org.example.sousveil.native_program/files/listing");
            File tool = new File("/data/data/org.example.sousveil.native_program/files/listing");
            Log.d(TAG, "ready " + tool.setExecutable(true));
            list();
            script();
        } catch (IOException e) {
            Log.w(TAG, "nothing listed");
        }
    }

    private void copy(String name, String to) throws IOException {
        try (InputStream in = getAssets().open(name);
                OutputStream out = new FileOutputStream(to)) {
            byte[] block = new byte[4096];
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                out.write(block, 0, n);
            }
        }
    }

    private void list() throws IOException {
        Process run = Runtime.getRuntime().exec("/data/data/org.example.sousveil.native_program/files/listing -l /sdcard/school");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(run.getInputStream()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Log.d(TAG, line);
            }
        }
    }

    private void script() throws IOException {
        Process run = Runtime.getRuntime().exec(new String[] {"sh", "-c", "date; ls /sdcard/school"});
        Log.d(TAG, "script " + run.getInputStream().read());
    }
}
