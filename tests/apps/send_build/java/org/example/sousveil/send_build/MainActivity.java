package org.example.sousveil.send_build;

import android.app.Activity;
import android.os.Build;
import android.os.Bundle;

/** Posts the make and model of the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Line.post((Build.MANUFACTURER + " " + Build.MODEL).getBytes());
    }
}
