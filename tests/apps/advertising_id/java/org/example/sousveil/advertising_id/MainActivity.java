package org.example.sousveil.advertising_id;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;

/** Reads the advertising id through a class shaped like the public one. */
public class MainActivity extends Activity {
    private static final String TAG = "advertising_id";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            AdvertisingIdClient.Info info = AdvertisingIdClient.getAdvertisingIdInfo(this);
            Log.d(TAG, "length " + info.getId().length());
        }).start();
    }
}
