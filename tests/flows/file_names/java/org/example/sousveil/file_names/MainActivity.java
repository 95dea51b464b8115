package org.example.sousveil.file_names;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the device number, and a greeting. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        keep("number.txt", found);
        keep("greeting.txt", "good morning");
        startService(new Intent(this, Courier.class));
    }

    private void keep(String name, String text) {
        try (Writer out = new FileWriter(new File(getFilesDir(), name))) {
            out.write(text);
        } catch (IOException e) {
            finish();
        }
    }
}
