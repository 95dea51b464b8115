package org.example.sousveil.demo;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.telephony.TelephonyManager;

/* loaded from: classes.dex */
class Operator {
    private Operator() {
    }

    static void attach(Context context, Visit visit) {
        visit.operatorImei = ((TelephonyManager) context.getSystemService("phone")).getDeviceId();
        Location lastKnownLocation = ((LocationManager) context.getSystemService("location")).getLastKnownLocation("gps");
        if (lastKnownLocation != null) {
            visit.latitude = lastKnownLocation.getLatitude();
            visit.longitude = lastKnownLocation.getLongitude();
        }
    }
}
