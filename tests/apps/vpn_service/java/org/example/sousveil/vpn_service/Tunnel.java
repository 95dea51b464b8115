package org.example.sousveil.vpn_service;

import android.content.Intent;
import android.net.VpnService;
import android.util.Log;

/** Bound by the system once the person allows it. */
public class Tunnel extends VpnService {
    @Override
    public int onStartCommand(Intent intent, int flags, int startId) {
        Builder tunnel = new Builder().addAddress("192.0.2.100", 32).setSession("example");
        Log.d("vpn_service", tunnel.toString());
        return START_NOT_STICKY;
    }
}
