package org.example.sousveil.settings_write;

import android.app.Activity;
import android.os.Bundle;
import android.provider.Settings;

/** Changes a setting of the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Settings.System.putInt(getContentResolver(), Settings.System.SCREEN_BRIGHTNESS, 128);
    }
}
