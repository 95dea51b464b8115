package org.example.sousveil.private_file;

import android.app.Activity;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;

/** Writes preferences and a file only it can read. */
public class MainActivity extends Activity {
    private static final String TAG = "private_file";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SharedPreferences kept = getSharedPreferences("own", MODE_PRIVATE);
        kept.edit().putString("word", "example").apply();
        try (OutputStream out = openFileOutput("own.txt", MODE_PRIVATE)) {
            out.write("example".getBytes("UTF-8"));
        } catch (IOException e) {
            Log.w(TAG, "not kept");
        }
    }
}
