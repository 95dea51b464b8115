package org.example.sousveil.private_key_asset;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.InputStream;

/** Carries a private key in its assets; the key is cut short and works nowhere. */
public class MainActivity extends Activity {
    private static final String TAG = "private_key_asset";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("client.pem")) {
            Log.d(TAG, "bytes " + in.available());
        } catch (IOException e) {
            Log.w(TAG, "no key");
        }
    }
}
