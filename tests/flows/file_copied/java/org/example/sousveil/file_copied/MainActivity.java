package org.example.sousveil.file_copied;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the device number. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        try (Writer out = new FileWriter(new File(getFilesDir(), "first"))) {
            out.write(found);
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Copier.class));
    }
}
