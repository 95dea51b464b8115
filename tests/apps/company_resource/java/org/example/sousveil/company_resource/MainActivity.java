package org.example.sousveil.company_resource;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Names its maker in resources, in two languages, in an asset and in package names. */
public class MainActivity extends Activity {
    private static final String TAG = "company_resource";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(R.string.copyright);
        Log.d(TAG, cn.example.shili.Sdk.NAME);
    }
}
