package org.example.sousveil.extra_actions;

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
        String own = getPackageName();
        Intent place = new Intent("org.example.sousveil.extra_actions.PLACE");
        Intent colour = new Intent("org.example.sousveil.extra_actions.COLOUR");
        sendBroadcast(place.setPackage(own).putExtra("text", found));
        sendBroadcast(colour.setPackage(own).putExtra("text", "green"));
    }
}
