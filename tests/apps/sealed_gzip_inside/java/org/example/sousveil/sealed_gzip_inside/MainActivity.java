package org.example.sousveil.sealed_gzip_inside;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A list packed with gzip, then sealed with AES in CTR mode. */
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

    private static byte[] open(byte[] sealed) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] start = "starting value 1".getBytes("UTF-8");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec("key of 16 bytes.".getBytes("UTF-8"), "AES"),
                new IvParameterSpec(start));
        byte[] packed = cipher.doFinal(sealed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed));
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
        }
        return out.toByteArray();
    }
}
