package org.example.sousveil.packed_like;

import android.app.Application;
import android.content.Context;
import android.util.Log;
import dalvik.system.DexClassLoader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The only class in the file; what the manifest names is not there, as in a packed app. */
public class Shell extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        try (InputStream in = base.getAssets().open("classes.bin")) {
            byte[] bytes = new byte[in.available()];
            int count = in.read(bytes);
            for (int i = 0; i < count; i++) {
                bytes[i] ^= 0x5a;
            }
            File out = new File(base.getDir("dex", MODE_PRIVATE), "classes.dex");
            try (OutputStream file = new FileOutputStream(out)) {
                file.write(bytes, 0, count);
            }
            new DexClassLoader(out.getPath(), base.getCacheDir().getPath(), null, getClassLoader());
        } catch (IOException e) {
            Log.w("packed_like", "nothing there");
        }
    }
}
