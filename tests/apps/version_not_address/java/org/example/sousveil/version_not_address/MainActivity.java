package org.example.sousveil.version_not_address;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Holds numbers that look like addresses: a version and an object id. */
public class MainActivity extends Activity {
    private static final String TAG = "version_not_address";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String version = "1.2.3.4";
        String oid = "2.5.4.3";
        Log.d(TAG, version);
        Log.d(TAG, oid);
    }
}
