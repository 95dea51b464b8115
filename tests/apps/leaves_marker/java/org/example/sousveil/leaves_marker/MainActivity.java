package org.example.sousveil.leaves_marker;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;

import java.io.File;
import java.io.FileWriter;
import java.io.IOException;

/** Leaves a marker on the shared storage, keeps a setting, deletes an older marker and its list of the day. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        boolean seen = getIntent().getBooleanExtra("seen", false);
        getSharedPreferences("rounds", MODE_PRIVATE).edit().putInt("count", 1).apply();
        File folder = new File(Environment.getExternalStorageDirectory(), "gate");
        folder.mkdirs();
        if (seen) {
            write(new File(folder, "gate_mark.dat"), "7");
        }
        new File(folder, "gate_old.dat").delete();
        write(new File(getFilesDir(), "rounds-" + System.currentTimeMillis() + ".txt"), "1");
    }

    private static void write(File file, String text) {
        try (FileWriter out = new FileWriter(file)) {
            out.write(text);
        } catch (IOException ignored) {
            file.length();
        }
    }
}
