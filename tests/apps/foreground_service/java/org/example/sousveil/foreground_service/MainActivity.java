package org.example.sousveil.foreground_service;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

/** Runs a service that shows a notification and so is not stopped. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startForegroundService(new Intent(this, Work.class));
    }
}
