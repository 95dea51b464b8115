package org.example.sousveil.location_last_known;

import android.app.Activity;
import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import android.util.Log;

/** Reads the last known position. */
public class MainActivity extends Activity {
    private static final String TAG = "location_last_known";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LocationManager places = (LocationManager) getSystemService(Context.LOCATION_SERVICE);
        Location here = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (here != null) {
            Log.d(TAG, "position " + here.getLatitude() + "," + here.getLongitude());
        }
    }
}
