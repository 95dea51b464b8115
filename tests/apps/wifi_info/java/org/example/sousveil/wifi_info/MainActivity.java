package org.example.sousveil.wifi_info;

import android.app.Activity;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.Bundle;
import android.util.Log;

/** Reads the name and address of the wireless network in use. */
public class MainActivity extends Activity {
    private static final String TAG = "wifi_info";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WifiManager wifi = (WifiManager) getApplicationContext().getSystemService(WIFI_SERVICE);
        WifiInfo now = wifi.getConnectionInfo();
        String network = now.getSSID();
        String station = now.getBSSID();
        String own = now.getMacAddress();
        Log.d(TAG, "lengths " + network.length() + " " + station.length() + " " + own.length());
    }
}
