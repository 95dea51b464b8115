package org.example.sousveil.sql_bound;

import android.app.Activity;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;
import android.util.Log;

/** Gives what another app says to SQL as a bound value. */
public class MainActivity extends Activity {
    private static final String TAG = "sql_bound";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String word = getIntent().getStringExtra("word");
        SQLiteDatabase db = openOrCreateDatabase("words.db", MODE_PRIVATE, null);
        db.execSQL("CREATE TABLE IF NOT EXISTS words (word TEXT)");
        Cursor rows = db.rawQuery("SELECT * FROM words WHERE word = ?", new String[] {word});
        Log.d(TAG, "rows " + rows.getCount());
    }
}
