package org.example.sousveil.package_install;

import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageInstaller;
import android.net.Uri;
import android.os.Bundle;
import android.util.Log;
import java.io.File;
import java.io.IOException;

/** Starts the installation of an APK by an intent and by a session. */
public class MainActivity extends Activity {
    private static final String TAG = "package_install";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Intent install = new Intent(Intent.ACTION_INSTALL_PACKAGE);
        install.setData(Uri.fromFile(new File(getFilesDir(), "none.apk")));
        startActivity(install);
        PackageInstaller installer = getPackageManager().getPackageInstaller();
        try {
            int session = installer.createSession(new PackageInstaller.SessionParams(
                    PackageInstaller.SessionParams.MODE_FULL_INSTALL));
            installer.abandonSession(session);
        } catch (IOException e) {
            Log.w(TAG, "no session");
        }
    }
}
