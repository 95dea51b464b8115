package org.example.sousveil.hostname_accept_all;

import android.app.Activity;
import android.os.Bundle;
import javax.net.ssl.HttpsURLConnection;

/** Accepts any host name in a certificate. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    }
}
