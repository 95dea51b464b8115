package org.example.sousveil.webview_script;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Lets the scripts of a page run, with no way into the app. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.getSettings().setJavaScriptEnabled(true);
        page.loadUrl("https://page.example.org/plain");
        setContentView(page);
    }
}
