package org.example.sousveil.sealed_key_arithmetic;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** A list sealed with AES; the key is made by arithmetic on an array. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("rules.dat")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] block = new byte[1024];
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                all.write(block, 0, n);
            }
            Log.d("rules", "lines: " + new String(open(all.toByteArray()), "UTF-8").split("\n").length);
        } catch (Exception e) {
            Log.d("rules", "none");
        }
    }

    private static final byte[] SEED = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 22, 33, 44, 55, 66};

    private static byte[] open(byte[] sealed) throws Exception {
        byte[] key = new byte[SEED.length];
        for (int i = 0; i < SEED.length; i++) {
            key[i] = (byte) ((SEED[i] ^ 0x5a) + i * 3);
        }
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(sealed);
    }
}
