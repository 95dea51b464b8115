package org.example.sousveil.asset_compressed;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Carries a gzip file in its assets; that looks like noise and is none. */
public class MainActivity extends Activity {
    private static final String TAG = "asset_compressed";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = new GZIPInputStream(getAssets().open("words.bin"))) {
            Log.d(TAG, "first " + in.read());
        } catch (IOException e) {
            Log.w(TAG, "no words");
        }
    }
}
