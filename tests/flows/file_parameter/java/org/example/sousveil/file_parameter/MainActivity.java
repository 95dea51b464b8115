package org.example.sousveil.file_parameter;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Keeps the phone number under a name that comes from outside. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        Shelf.write(this, getIntent().getStringExtra("word"), found);
    }

    @Override
    protected void onStop() {
        Wire.post(Shelf.read(this, getIntent().getStringExtra("word")));
        super.onStop();
    }
}
