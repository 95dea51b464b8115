package org.example.sousveil.web_bridge;

import android.webkit.JavascriptInterface;

/** Answers a page. */
class Bridge {
    private final String number;

    Bridge(String number) {
        this.number = number;
    }

    /** What a page may ask. */
    @JavascriptInterface
    public String number() {
        return number;
    }
}
