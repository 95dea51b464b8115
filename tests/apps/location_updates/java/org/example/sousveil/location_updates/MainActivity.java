package org.example.sousveil.location_updates;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

/** A service asks for the position again and again, also in the background. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startService(new Intent(this, TrackService.class));
    }
}
