package org.example.sousveil.tls_pinned;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Checks the certificate itself and refuses those it does not know. */
public class MainActivity extends Activity {
    private static final String TAG = "tls_pinned";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Pinned()}, new SecureRandom());
            HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        } catch (GeneralSecurityException e) {
            Log.w(TAG, "no TLS");
        }
    }
}
