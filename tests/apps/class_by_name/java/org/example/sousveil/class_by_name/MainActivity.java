package org.example.sousveil.class_by_name;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Makes an object of one of its own classes by name. */
public class MainActivity extends Activity {
    private static final String TAG = "class_by_name";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Object page = Class.forName("org.example.sousveil.class_by_name.Page").newInstance();
            Log.d(TAG, page.toString());
        } catch (ReflectiveOperationException e) {
            Log.w(TAG, "no page");
        }
    }
}
