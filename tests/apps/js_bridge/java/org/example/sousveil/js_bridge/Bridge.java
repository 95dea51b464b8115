package org.example.sousveil.js_bridge;

import android.webkit.JavascriptInterface;

/** What the page can call. */
class Bridge {
    @JavascriptInterface
    public String hello() {
        return "hello";
    }
}
