package org.example.sousveil.receiver_dynamic;

import android.app.Activity;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;

/** Registers a receiver while it runs, for the screen going on and off. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        IntentFilter when = new IntentFilter(Intent.ACTION_SCREEN_ON);
        when.addAction(Intent.ACTION_SCREEN_OFF);
        registerReceiver(new Screen(), when);
    }
}
