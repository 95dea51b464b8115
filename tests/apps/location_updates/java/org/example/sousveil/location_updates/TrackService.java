package org.example.sousveil.location_updates;

import android.app.Service;
import android.content.Intent;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.os.IBinder;
import android.util.Log;

/** Keeps listening for positions. */
public class TrackService extends Service implements LocationListener {
    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        places.requestLocationUpdates(LocationManager.NETWORK_PROVIDER, 60000L, 10f, this);
        return START_NOT_STICKY;
    }

    @Override
    public void onLocationChanged(Location place) {
        Log.d("location_updates", "accuracy " + place.getAccuracy());
    }

    @Override
    public void onProviderDisabled(String provider) {
    }

    @Override
    public void onProviderEnabled(String provider) {
    }

    @Override
    public void onStatusChanged(String provider, int status, Bundle extras) {
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
