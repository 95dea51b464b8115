package org.example.sousveil.sdk_like;

import android.app.Activity;
import android.os.Bundle;
import com.google.android.gms.analytics.GoogleAnalytics;
import com.google.mlkit.common.MlKit;
import okhttp3.OkHttpClient;
import org.apache.cordova.CordovaInterface;

/** Makes one object of each of four empty shapes with known names. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Object[] shapes = {new CordovaInterface(), new OkHttpClient(), new MlKit(), new GoogleAnalytics()};
        setTitle("shapes " + shapes.length);
    }
}
