package org.example.sousveil.webview_file_access;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Lets a page's scripts read files. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.getSettings().setJavaScriptEnabled(true);
        page.getSettings().setAllowFileAccess(true);
        page.getSettings().setAllowUniversalAccessFromFileURLs(true);
        page.loadUrl("file:///android_asset/page.html");
        setContentView(page);
    }
}
