package org.example.sousveil.sealed_key_native_made;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** A list sealed with AES in ECB mode; native code makes the key by arithmetic. */
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

    static {
        System.loadLibrary("school");
    }

    private static native byte[] key(int shelf);

    private static byte[] open(byte[] sealed) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key(3), "AES"));
        return cipher.doFinal(sealed);
    }
}
