package org.example.sousveil.calendar_read;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.CalendarContract;
import android.util.Log;

/** Reads the events of the calendar. */
public class MainActivity extends Activity {
    private static final String TAG = "calendar_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(CalendarContract.Events.CONTENT_URI,
                new String[] {CalendarContract.Events.TITLE, CalendarContract.Events.DTSTART},
                null, null, null);
        Log.d(TAG, "events " + (rows == null ? 0 : rows.getCount()));
    }
}
