package org.example.sousveil.messenger_folders;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;
import android.util.Log;
import java.io.File;

/* loaded from: classes.dex */
public class MainActivity extends Activity {
    private static final String TAG = "messenger_folders";

    @Override // android.app.Activity
    protected void onCreate(Bundle bundle) {
        super.onCreate(bundle);
        String[] strArr = {"WhatsApp/Media", "Viber/media"};
        for (int i = 0; i < 2; i++) {
            String[] list = new File(Environment.getExternalStorageDirectory(), strArr[i]).list();
            Log.d(TAG, "files " + (list == null ? 0 : list.length));
        }
    }
}
