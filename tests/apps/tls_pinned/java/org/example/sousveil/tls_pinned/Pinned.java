package org.example.sousveil.tls_pinned;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Accepts one certificate only. */
class Pinned implements X509TrustManager {
    private static final int KNOWN = 42;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (chain.length == 0 || chain[0].hashCode() != KNOWN) {
            throw new CertificateException("not the known server");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
