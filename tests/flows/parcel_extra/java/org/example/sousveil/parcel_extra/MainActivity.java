package org.example.sousveil.parcel_extra;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Hands a card on. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        startService(new Intent(this, Courier.class).putExtra("card", new Card("me", found)));
    }
}
