package org.example.sousveil.folder_zipped;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the device number in a folder. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        File box = new File(getFilesDir(), "box");
        box.mkdir();
        try (Writer out = new FileWriter(new File(box, "number.txt"))) {
            out.write(found);
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Packer.class));
    }
}
