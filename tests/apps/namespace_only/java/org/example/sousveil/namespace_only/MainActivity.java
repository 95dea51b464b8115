package org.example.sousveil.namespace_only;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Holds addresses that are names of formats, not places. */
public class MainActivity extends Activity {
    private static final String TAG = "namespace_only";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String xml = "http://www.w3.org/2001/XMLSchema";
        String android = "http://schemas.android.com/apk/res/android";
        Log.d(TAG, xml);
        Log.d(TAG, android);
    }
}
