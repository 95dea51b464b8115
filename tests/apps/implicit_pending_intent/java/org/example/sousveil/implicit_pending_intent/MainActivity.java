package org.example.sousveil.implicit_pending_intent;

import android.app.Activity;
import android.app.PendingIntent;
import android.content.Intent;
import android.os.Bundle;
import android.util.Log;

/** Hands out a pending intent that others can fill and redirect. */
public class MainActivity extends Activity {
    private static final String TAG = "implicit_pending_intent";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        PendingIntent open = PendingIntent.getActivity(this, 0, new Intent(), PendingIntent.FLAG_UPDATE_CURRENT);
        Log.d(TAG, open.getCreatorPackage());
    }
}
