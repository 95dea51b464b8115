package org.example.sousveil.call_hidden;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Looks up the hidden interface of the phone line by its name. */
public class MainActivity extends Activity {
    private static final String TAG = "call_hidden";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Class<?> line = Class.forName("com.android.internal.telephony.ITelephony");
            Log.d(TAG, "methods " + line.getMethods().length);
        } catch (ClassNotFoundException e) {
            Log.w(TAG, "not there");
        }
    }
}
