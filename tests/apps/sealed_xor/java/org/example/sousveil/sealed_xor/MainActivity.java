package org.example.sousveil.sealed_xor;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;


/** A list sealed by exclusive or with a text that comes round again. */
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

    private static final byte[] KEY = {0x51, 0x2a, 0x33, 0x77, 0x19};

    private static byte[] open(byte[] sealed) {
        byte[] out = new byte[sealed.length];
        for (int i = 0; i < sealed.length; i++) {
            out[i] = (byte) (sealed[i] ^ KEY[i % KEY.length]);
        }
        return out;
    }
}
