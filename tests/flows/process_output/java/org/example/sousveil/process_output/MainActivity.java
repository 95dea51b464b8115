package org.example.sousveil.process_output;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Runs a program. */
public class MainActivity extends Activity {
    private Process process;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        try {
            process = new ProcessBuilder("echo", found).redirectErrorStream(true).start();
        } catch (IOException e) {
            finish();
        }
    }

    @Override
    protected void onStop() {
        super.onStop();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            Wire.post(said.readLine());
        } catch (IOException e) {
            finish();
        }
    }
}
