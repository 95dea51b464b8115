package org.example.sousveil.tls_accept_all_live;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Accepts any certificate for its connection. */
public class MainActivity extends Activity {
    private static final String TAG = "tls_accept_all_live";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Accept()}, new SecureRandom());
            HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "no TLS");
        }
    }
}
