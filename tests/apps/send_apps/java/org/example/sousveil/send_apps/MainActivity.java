package org.example.sousveil.send_apps;

import android.app.Activity;
import android.content.pm.PackageInfo;
import android.os.Bundle;

/** Posts the names of the apps on the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        StringBuilder all = new StringBuilder();
        for (PackageInfo one : getPackageManager().getInstalledPackages(0)) {
            all.append(one.packageName).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
