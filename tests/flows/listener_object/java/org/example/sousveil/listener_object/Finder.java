package org.example.sousveil.listener_object;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.view.View;

/** Finds where the phone is when a button is pressed. */
class Finder implements View.OnClickListener {
    /** Is told. */
    interface Listener {
        void onFound(String where, int count);
    }

    private final Context context;
    private Listener listener;

    Finder(Context context) {
        this.context = context;
    }

    void setListener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onClick(View view) {
        LocationManager places = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        listener.onFound(found, 1);
    }
}
