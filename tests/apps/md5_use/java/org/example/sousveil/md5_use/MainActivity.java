package org.example.sousveil.md5_use;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes a check sum of its own asset with MD5. */
public class MainActivity extends Activity {
    private static final String TAG = "md5_use";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("data.txt")) {
            byte[] bytes = new byte[in.available()];
            in.read(bytes);
            Log.d(TAG, "bytes " + MessageDigest.getInstance("MD5").digest(bytes).length);
        } catch (IOException | NoSuchAlgorithmException e) {
            Log.w(TAG, "no sum");
        }
    }
}
