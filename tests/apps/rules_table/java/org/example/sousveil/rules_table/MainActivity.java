package org.example.sousveil.rules_table;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.IOException;
import java.io.InputStream;

/** Opens a table of folders of messengers and a list of checksums, and counts their bytes; it looks for nothing. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("where.lst")) {
            Log.d("files", "bytes: " + in.available());
        } catch (IOException e) {
            Log.d("files", "none");
        }
        try (InputStream in = getAssets().open("sums.bin")) {
            Log.d("files", "bytes: " + in.available());
        } catch (IOException e) {
            Log.d("files", "none");
        }
    }
}
