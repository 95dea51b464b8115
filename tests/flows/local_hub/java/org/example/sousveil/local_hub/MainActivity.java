package org.example.sousveil.local_hub;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;

/** Listens and tells. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        Hub hub = Hub.get();
        hub.join("number", new Courier());
        Intent said = new Intent("number");
        said.putExtra("text", found);
        hub.tell(said);
    }
}
