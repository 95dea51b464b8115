package org.example.sousveil.file_folders;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Keeps the phone number in a folder it is told. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        File place = new File(getIntent().getStringExtra("into"), "subscriber.dat");
        try (FileOutputStream out = new FileOutputStream(place)) {
            out.write(found.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            finish();
        }
    }
}
