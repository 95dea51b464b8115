package org.example.sousveil.secret_shaped;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Holds texts that look like secrets and are none. */
public class MainActivity extends Activity {
    private static final String TAG = "secret_shaped";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String uuid = "00000000-0000-0000-0000-000000000000";
        String hint = "Enter your password";
        String digest = "d41d8cd98f00b204e9800998ecf8427e";
        Log.d(TAG, uuid + hint + digest);
    }
}
