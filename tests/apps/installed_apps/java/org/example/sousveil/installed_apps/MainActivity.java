package org.example.sousveil.installed_apps;

import android.app.Activity;
import android.content.pm.PackageInfo;
import android.os.Bundle;
import android.util.Log;
import java.util.List;

/** Lists the apps installed on the phone. */
public class MainActivity extends Activity {
    private static final String TAG = "installed_apps";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        List<PackageInfo> apps = getPackageManager().getInstalledPackages(0);
        for (PackageInfo one : apps) {
            Log.d(TAG, "name length " + one.packageName.length());
        }
    }
}
