package org.example.sousveil.send_wifi;

import android.app.Activity;
import android.net.wifi.ScanResult;
import android.net.wifi.WifiManager;
import android.os.Bundle;

/** Posts the names of the Wi-Fi networks around the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WifiManager air = (WifiManager) getApplicationContext().getSystemService(WIFI_SERVICE);
        for (ScanResult one : air.getScanResults()) {
            Line.post(one.SSID.getBytes());
        }
    }
}
