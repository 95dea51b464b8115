package org.example.sousveil.device_admin;

import android.app.Activity;
import android.app.admin.DevicePolicyManager;
import android.content.ComponentName;
import android.os.Bundle;

/** Is a device administrator; holds calls to lock and to wipe, the latter behind a condition never
 * true. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        DevicePolicyManager policy = (DevicePolicyManager) getSystemService(DEVICE_POLICY_SERVICE);
        ComponentName admin = new ComponentName(this, Admin.class);
        if (policy.isAdminActive(admin)) {
            policy.lockNow();
        }
        if (getPackageName().isEmpty()) {
            policy.wipeData(0);
        }
    }
}
