package org.example.sousveil.secret_in_code;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Holds things shaped like secrets, all from published examples. */
public class MainActivity extends Activity {
    private static final String TAG = "secret_in_code";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Log.d(TAG, KEY_ID);
        Log.d(TAG, SECRET);
        Log.d(TAG, LOGIN);
    }

    /** The example key pair of the maker's own documentation; it opens nothing. */
    private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String LOGIN = "jdbc:mysql://db.example.org/app?user=app&password=example";
}
