package org.example.sousveil.company_resource;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import cn.example.shili.Sdk;

/* loaded from: classes.dex */
public class MainActivity extends Activity {
    private static final String TAG = "company_resource";

    @Override // android.app.Activity
    protected void onCreate(Bundle bundle) {
        super.onCreate(bundle);
        setTitle(R.string.copyright);
        Log.d(TAG, Sdk.NAME);
    }
}
