package org.example.sousveil.reflected_call;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.lang.reflect.Method;

/** Calls by name. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        try {
            Class<?> kind = Class.forName("org.example.sousveil.reflected_call.Courier");
            Object courier = kind.getDeclaredConstructor().newInstance();
            Method carry = kind.getMethod("carry", String.class, int.class);
            carry.invoke(courier, found, 2);
        } catch (ReflectiveOperationException e) {
            finish();
        }
    }
}
