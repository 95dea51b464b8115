package org.example.sousveil.root_check;

import android.app.Activity;
import android.os.Bundle;
import java.io.File;

/** Looks for su and says so in its title. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        boolean rooted = new File("/system/xbin/su").exists() || new File("/system/bin/su").exists();
        setTitle(rooted ? "rooted" : "not rooted");
    }
}
