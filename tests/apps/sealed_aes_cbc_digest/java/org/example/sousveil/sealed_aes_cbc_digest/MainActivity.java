package org.example.sousveil.sealed_aes_cbc_digest;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.MessageDigest;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A list sealed with AES in CBC mode; the key is the MD5 of a text, the start value a constant array. */
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

    private static final byte[] START = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

    private static byte[] open(byte[] sealed) throws Exception {
        byte[] key = MessageDigest.getInstance("MD5").digest("school garden".getBytes("UTF-8"));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(START));
        return cipher.doFinal(sealed);
    }
}
