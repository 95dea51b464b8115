package org.example.sousveil.hostname_checked;

import android.app.Activity;
import android.os.Bundle;
import javax.net.ssl.HttpsURLConnection;

/** Checks the host name against one it knows. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> "api.example.org".equals(host));
    }
}
