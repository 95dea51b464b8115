package org.example.sousveil.string_reflection;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.lang.reflect.Method;

/** Calls a method by names that are put together when it runs. */
public class MainActivity extends Activity {
    private static final String TAG = "string_reflection";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            String type = "android.tele" + tail("ynohp").concat(".Sms") + tail("reganaM");
            Method start = Class.forName(type).getMethod(tail("tluafeDteg"));
            Log.d(TAG, "found " + start.getParameterTypes().length);
        } catch (ReflectiveOperationException e) {
            Log.w(TAG, "not found");
        }
    }

    private static String tail(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
