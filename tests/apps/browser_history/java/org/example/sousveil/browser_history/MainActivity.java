package org.example.sousveil.browser_history;

import android.app.Activity;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;
import android.util.Log;

/** Reads bookmarks and history of the old browser. */
public class MainActivity extends Activity {
    private static final String TAG = "browser_history";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Uri pages = Uri.parse("content://browser/bookmarks");
        Cursor rows = getContentResolver().query(pages, new String[] {"title", "url"},
                "bookmark = 0", null, null);
        Log.d(TAG, "pages " + (rows == null ? 0 : rows.getCount()));
    }
}
