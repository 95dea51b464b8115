package org.example.sousveil.own_package;

import android.app.Activity;
import android.content.pm.PackageManager;
import android.os.Bundle;
import android.util.Log;

/** Asks the system for its own version number only. */
public class MainActivity extends Activity {
    private static final String TAG = "own_package";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            String version = getPackageManager().getPackageInfo(getPackageName(), 0).versionName;
            Log.d(TAG, version);
        } catch (PackageManager.NameNotFoundException e) {
            Log.w(TAG, "no such package");
        }
    }
}
