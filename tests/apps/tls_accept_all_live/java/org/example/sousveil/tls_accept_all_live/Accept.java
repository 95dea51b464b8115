package org.example.sousveil.tls_accept_all_live;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Accepts any certificate. */
class Accept implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return null;
    }
}
