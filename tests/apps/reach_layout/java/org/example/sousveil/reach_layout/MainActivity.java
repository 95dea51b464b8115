package org.example.sousveil.reach_layout;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import android.view.View;
import java.io.IOException;

/** Reaches a method through android:onClick and a class through a layout. */
public class MainActivity extends Activity {
    private static final String TAG = "reach_layout";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
    }

    public void pressed(View button) {
        try {
            Runtime.getRuntime().exec("echo hello");
        } catch (IOException e) {
            Log.w(TAG, "not run");
        }
    }
}
