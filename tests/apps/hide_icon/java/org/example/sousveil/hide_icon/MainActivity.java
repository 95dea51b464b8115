package org.example.sousveil.hide_icon;

import android.app.Activity;
import android.content.ComponentName;
import android.content.pm.PackageManager;
import android.os.Bundle;

/** Takes its own icon away from the launcher. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        getPackageManager().setComponentEnabledSetting(
                new ComponentName(this, "org.example.sousveil.hide_icon.Icon"),
                PackageManager.COMPONENT_ENABLED_STATE_DISABLED, PackageManager.DONT_KILL_APP);
    }
}
