package org.example.sousveil.webview_ssl_refuse;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Refuses web pages with TLS errors. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.setWebViewClient(new Stop());
        page.loadUrl("https://page.example.org/");
        setContentView(page);
    }
}
