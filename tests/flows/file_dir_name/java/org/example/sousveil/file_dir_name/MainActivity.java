package org.example.sousveil.file_dir_name;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the phone number, and takes it when it goes. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        File place = new File(getFilesDir(), "number.txt");
        try (Writer out = new BufferedWriter(new FileWriter(place))) {
            out.write(found);
        } catch (IOException e) {
            finish();
        }
    }

    @Override
    protected void onDestroy() {
        try (BufferedReader in = new BufferedReader(new FileReader(new File(getFilesDir(), "number.txt")))) {
            Outbox.put(in.readLine());
        } catch (IOException e) {
            finish();
        }
        super.onDestroy();
    }
}
