package org.example.sousveil.wifi_toggle;

import android.app.Activity;
import android.net.wifi.WifiManager;
import android.os.Bundle;

/** Switches wireless off. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WifiManager wifi = (WifiManager) getApplicationContext().getSystemService(WIFI_SERVICE);
        wifi.setWifiEnabled(false);
    }
}
