package org.example.sousveil.file_sequence;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;

/** Keeps the device number for a moment. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        File place = new File(getFilesDir(), "moment.txt");
        try {
            FileOutputStream out = new FileOutputStream(place);
            out.write(found.getBytes());
            out.close();
            if (!place.delete()) {
                return;
            }
            if (place.exists()) {
                Courier.take(place);
            }
        } catch (IOException e) {
            finish();
        }
    }
}
