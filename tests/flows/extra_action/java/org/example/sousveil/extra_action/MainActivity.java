package org.example.sousveil.extra_action;

import android.app.Activity;
import android.content.Intent;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;

/** Broadcasts the latitude. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        Intent said = new Intent("org.example.sousveil.extra_action.PLACE").setPackage(getPackageName());
        sendBroadcast(said.putExtra("latitude", found));
    }
}
