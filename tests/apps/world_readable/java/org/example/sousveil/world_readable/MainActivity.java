package org.example.sousveil.world_readable;

import android.app.Activity;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;

/** Writes preferences and a file that any app may read (Android before 7). */
public class MainActivity extends Activity {
    private static final String TAG = "world_readable";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SharedPreferences kept = getSharedPreferences("open", MODE_WORLD_READABLE);
        kept.edit().putString("word", "example").apply();
        try (OutputStream out = openFileOutput("open.txt", MODE_WORLD_WRITEABLE)) {
            out.write("example".getBytes("UTF-8"));
        } catch (IOException e) {
            Log.w(TAG, "not kept");
        }
    }
}
