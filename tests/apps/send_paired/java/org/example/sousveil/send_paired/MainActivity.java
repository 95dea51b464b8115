package org.example.sousveil.send_paired;

import android.app.Activity;
import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothDevice;
import android.os.Bundle;

/** Posts the names of the Bluetooth devices that are paired with the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        for (BluetoothDevice one : BluetoothAdapter.getDefaultAdapter().getBondedDevices()) {
            Line.post(one.getName().getBytes());
        }
    }
}
