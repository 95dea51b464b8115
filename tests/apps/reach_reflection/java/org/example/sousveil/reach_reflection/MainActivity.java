package org.example.sousveil.reach_reflection;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Reaches a class through a text in resources. */
public class MainActivity extends Activity {
    private static final String TAG = "reach_reflection";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Runnable work = (Runnable) Class.forName(getString(R.string.work)).newInstance();
            work.run();
        } catch (ReflectiveOperationException e) {
            Log.w(TAG, "no work");
        }
    }
}
