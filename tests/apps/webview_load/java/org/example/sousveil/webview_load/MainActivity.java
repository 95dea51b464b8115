package org.example.sousveil.webview_load;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

/** Shows a web page. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.loadUrl("https://page.example.org/start");
        setContentView(page);
    }
}
