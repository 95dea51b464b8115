package org.example.sousveil.js_bridge;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Lets a web page call its code. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.getSettings().setJavaScriptEnabled(true);
        page.addJavascriptInterface(new Bridge(), "bridge");
        page.loadUrl("https://page.example.org/bridge");
        setContentView(page);
    }
}
