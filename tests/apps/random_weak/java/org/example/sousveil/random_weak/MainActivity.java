package org.example.sousveil.random_weak;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.util.Random;

/** Makes a token with a random source that can be guessed. */
public class MainActivity extends Activity {
    private static final String TAG = "random_weak";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Random numbers = new Random(42L);
        String token = Long.toHexString(numbers.nextLong());
        Log.d(TAG, "token length " + token.length());
    }
}
