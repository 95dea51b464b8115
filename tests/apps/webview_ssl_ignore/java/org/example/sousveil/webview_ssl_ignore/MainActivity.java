package org.example.sousveil.webview_ssl_ignore;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Shows web pages in spite of TLS errors. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.setWebViewClient(new Through());
        page.loadUrl("https://page.example.org/");
        setContentView(page);
    }
}
