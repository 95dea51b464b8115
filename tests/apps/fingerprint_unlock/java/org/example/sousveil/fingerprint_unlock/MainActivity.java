package org.example.sousveil.fingerprint_unlock;

import android.app.Activity;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Bundle;
import android.os.CancellationSignal;

/** Asks the system to check the finger; no biometric data reaches the app. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        BiometricPrompt prompt = new BiometricPrompt.Builder(this).setTitle("unlock")
                .setNegativeButton("no", getMainExecutor(), (dialog, which) -> finish()).build();
        prompt.authenticate(new CancellationSignal(), getMainExecutor(),
                new BiometricPrompt.AuthenticationCallback() {
                });
    }
}
