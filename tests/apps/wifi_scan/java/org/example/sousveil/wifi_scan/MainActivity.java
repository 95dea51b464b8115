package org.example.sousveil.wifi_scan;

import android.app.Activity;
import android.net.wifi.ScanResult;
import android.net.wifi.WifiManager;
import android.os.Bundle;
import android.util.Log;

/** Lists the wireless networks around. */
public class MainActivity extends Activity {
    private static final String TAG = "wifi_scan";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WifiManager wifi = (WifiManager) getApplicationContext().getSystemService(WIFI_SERVICE);
        wifi.startScan();
        for (ScanResult found : wifi.getScanResults()) {
            Log.d(TAG, "level " + found.level + " name length " + found.SSID.length());
        }
    }
}
