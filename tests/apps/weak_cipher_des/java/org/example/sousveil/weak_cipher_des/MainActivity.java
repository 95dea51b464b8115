package org.example.sousveil.weak_cipher_des;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;

/** Encrypts with DES. */
public class MainActivity extends Activity {
    private static final String TAG = "weak_cipher_des";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Cipher cipher = Cipher.getInstance("DES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, KeyGenerator.getInstance("DES").generateKey());
            Log.d(TAG, "bytes " + cipher.doFinal(new byte[16]).length);
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "not encrypted");
        }
    }
}
