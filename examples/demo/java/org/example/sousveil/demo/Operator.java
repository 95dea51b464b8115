package org.example.sousveil.demo;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.telephony.TelephonyManager;

/** What is added about the officer's phone, without a field on the screen. */
class Operator {
    private Operator() {
    }

    static void attach(Context context, Visit visit) {
        TelephonyManager phone =
                (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
        visit.operatorImei = phone.getDeviceId();
        LocationManager places =
                (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        Location here = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        if (here != null) {
            visit.latitude = here.getLatitude();
            visit.longitude = here.getLongitude();
        }
    }
}
