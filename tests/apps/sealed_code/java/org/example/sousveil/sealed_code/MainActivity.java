package org.example.sousveil.sealed_code;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import dalvik.system.InMemoryDexClassLoader;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Opens a file of code with a constant key and loads it; the code inside is that of the test app app_list. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("part.dat")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] block = new byte[1024];
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                all.write(block, 0, n);
            }
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec("pears and apples".getBytes("UTF-8"), "AES"));
            ByteBuffer code = ByteBuffer.wrap(cipher.doFinal(all.toByteArray()));
            ClassLoader loader = new InMemoryDexClassLoader(code, getClassLoader());
            Log.d("part", loader.loadClass("org.example.sousveil.app_list.MainActivity").getName());
        } catch (Exception e) {
            Log.d("part", "none");
        }
    }
}
