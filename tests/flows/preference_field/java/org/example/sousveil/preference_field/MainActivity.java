package org.example.sousveil.preference_field;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the device number in a store and takes it from there when it stops. */
public class MainActivity extends Activity {
    private Store store;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        store = new Store(this, getIntent().getStringExtra("slot"));
        store.keep(found);
    }

    @Override
    protected void onStop() {
        super.onStop();
        Wire.post(store.taken());
    }
}
