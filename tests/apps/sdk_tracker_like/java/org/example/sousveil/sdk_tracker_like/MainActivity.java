package org.example.sousveil.sdk_tracker_like;

import android.app.Activity;
import android.os.Bundle;
import org.example.metrics.Tracker;

/** Has a counting SDK of its own making in a package of its own: starts by itself, makes an id, sends
 * events. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Tracker.event(this, "open");
    }
}
