package org.example.sousveil.reflection_plain;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.lang.reflect.Method;

/** Looks up a method of its own by a plain name. */
public class MainActivity extends Activity {
    private static final String TAG = "reflection_plain";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Method own = MainActivity.class.getMethod("hello");
            Log.d(TAG, String.valueOf(own.invoke(this)));
        } catch (ReflectiveOperationException e) {
            Log.w(TAG, "not found");
        }
    }

    public String hello() {
        return "hello";
    }
}
