package org.example.sousveil.file_decoded;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps the device number. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        try (OutputStream out = openFileOutput(Words.turn("gol.yad"), 0)) {
            out.write(found.getBytes());
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
