package org.example.sousveil.screen_lock;

import android.app.Activity;
import android.app.KeyguardManager;
import android.os.Bundle;
import android.view.WindowManager;

/** Keeps the screen on and over the lock. */
public class MainActivity extends Activity {
    private static final String TAG = "screen_lock";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        getWindow().addFlags(WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED
                | WindowManager.LayoutParams.FLAG_DISMISS_KEYGUARD
                | WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON);
        KeyguardManager keys = (KeyguardManager) getSystemService(KEYGUARD_SERVICE);
        keys.newKeyguardLock(TAG).disableKeyguard();
    }
}
