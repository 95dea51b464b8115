package org.example.sousveil.permission_missing;

import android.app.Activity;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import android.util.Log;

/** Asks for the position without the permission for it. */
public class MainActivity extends Activity {
    private static final String TAG = "permission_missing";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
            Location here = places.getLastKnownLocation(LocationManager.NETWORK_PROVIDER);
            Log.d(TAG, "known " + (here != null));
        } catch (SecurityException e) {
            Log.w(TAG, "not allowed");
        }
    }
}
