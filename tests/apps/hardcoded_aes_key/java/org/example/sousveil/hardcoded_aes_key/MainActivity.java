package org.example.sousveil.hardcoded_aes_key;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts with a key that stands in the code. */
public class MainActivity extends Activity {
    private static final String TAG = "hardcoded_aes_key";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.getBytes(), "AES"),
                    new IvParameterSpec(new byte[16]));
            Log.d(TAG, "bytes " + cipher.doFinal(new byte[16]).length);
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "not encrypted");
        }
    }

    private static final String KEY = "0123456789abcdef";
}
