package org.example.sousveil.demo;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Left over: accepts any certificate, but no code names this class, so it never runs. */
class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
