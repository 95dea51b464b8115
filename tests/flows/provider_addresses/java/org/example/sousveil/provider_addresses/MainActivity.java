package org.example.sousveil.provider_addresses;

import android.app.Activity;
import android.content.ContentValues;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Gives the phone number to a provider. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        ContentValues row = new ContentValues();
        row.put("value", found);
        getContentResolver().insert(Uri.parse("content://org.example.sousveil.provider_addresses.shelf/all"), row);
        startService(new Intent(this, Courier.class));
    }
}
