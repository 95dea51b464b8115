package org.example.sousveil.messenger_folders;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;
import android.util.Log;
import java.io.File;

/** Counts the files in the folders of messaging apps. */
public class MainActivity extends Activity {
    private static final String TAG = "messenger_folders";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        for (String folder : new String[] {"WhatsApp/Media", "Viber/media"}) {
            String[] names = new File(Environment.getExternalStorageDirectory(), folder).list();
            Log.d(TAG, "files " + (names == null ? 0 : names.length));
        }
    }
}
