package org.example.sousveil.file_built;

import android.app.Activity;
import android.content.Intent;
import android.telephony.TelephonyManager;
import java.io.IOException;
import java.io.RandomAccessFile;

/** Keeps the device number. */
public class MainActivity extends Activity {
    @Override
    protected void onResume() {
        super.onResume();
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        StringBuilder path = new StringBuilder(getCacheDir().getAbsolutePath());
        path.append('/').append("part").append(7).append(".txt");
        try (RandomAccessFile out = new RandomAccessFile(path.toString(), "rw")) {
            out.writeUTF(found);
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
