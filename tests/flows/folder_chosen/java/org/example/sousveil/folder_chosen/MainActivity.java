package org.example.sousveil.folder_chosen;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the device number in one folder and a greeting in another. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        File left = new File(getFilesDir(), "left");
        File right = new File(getFilesDir(), "right");
        left.mkdir();
        right.mkdir();
        try (Writer one = new FileWriter(new File(left, "text"));
                Writer two = new FileWriter(new File(right, "text"))) {
            one.write(found);
            two.write("good morning");
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Packer.class));
    }
}
