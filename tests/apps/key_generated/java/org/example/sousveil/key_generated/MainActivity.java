package org.example.sousveil.key_generated;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;

/** Encrypts with a key made at random on the phone. */
public class MainActivity extends Activity {
    private static final String TAG = "key_generated";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(256);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, keys.generateKey());
            Log.d(TAG, "bytes " + cipher.doFinal(new byte[16]).length);
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "not encrypted");
        }
    }
}
