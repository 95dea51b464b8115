package org.example.sousveil.file_path;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Keeps the device number. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        try (FileOutputStream out = new FileOutputStream("/data/data/org.example.sousveil.file_path/files/a.txt")) {
            out.write(found.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
