package org.example.sousveil.ecb_mode;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;

/** Encrypts with AES in ECB mode, named and by default. */
public class MainActivity extends Activity {
    private static final String TAG = "ecb_mode";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, KeyGenerator.getInstance("AES").generateKey());
            Log.d(TAG, "bytes " + cipher.doFinal(new byte[16]).length);
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "not encrypted");
        }

        try {
            Cipher second = Cipher.getInstance("AES");
            second.init(Cipher.ENCRYPT_MODE, KeyGenerator.getInstance("AES").generateKey());
            Log.d(TAG, "bytes " + second.doFinal(new byte[16]).length);
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "not encrypted");
        }
    }
}
