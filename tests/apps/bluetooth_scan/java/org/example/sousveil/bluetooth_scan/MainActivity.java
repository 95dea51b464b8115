package org.example.sousveil.bluetooth_scan;

import android.app.Activity;
import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothDevice;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;
import android.util.Log;

/** Looks for Bluetooth devices around. */
public class MainActivity extends Activity {
    private static final String TAG = "bluetooth_scan";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        BluetoothAdapter radio = BluetoothAdapter.getDefaultAdapter();
        BroadcastReceiver seen = new BroadcastReceiver() {
            @Override
            public void onReceive(Context context, Intent intent) {
                BluetoothDevice device = intent.getParcelableExtra(BluetoothDevice.EXTRA_DEVICE);
                Log.d(TAG, "address length " + device.getAddress().length());
            }
        };
        registerReceiver(seen, new IntentFilter(BluetoothDevice.ACTION_FOUND));
        radio.startDiscovery();
    }
}
