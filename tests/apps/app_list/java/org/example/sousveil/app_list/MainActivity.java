package org.example.sousveil.app_list;

import android.app.Activity;
import android.content.pm.PackageManager;
import android.os.Bundle;
import android.util.Log;

/** Looks for apps of a list on the phone; all names are made up. */
public class MainActivity extends Activity {
    private static final String TAG = "app_list";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        int found = 0;
        for (String name : LISTED) {
            try {
                getPackageManager().getApplicationInfo(name, 0);
                found++;
            } catch (PackageManager.NameNotFoundException e) {
                Log.d(TAG, "not there");
            }
        }
        setTitle(found + " found");
    }

    private static final String[] LISTED = {
        "org.example.chat", "org.example.vpn", "org.example.prayer", "org.example.news",
        "org.example.maps", "org.example.mail", "org.example.video", "org.example.voice",
    };
}
