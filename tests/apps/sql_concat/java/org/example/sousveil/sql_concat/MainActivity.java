package org.example.sousveil.sql_concat;

import android.app.Activity;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;
import android.util.Log;

/** Puts what another app gives into an SQL sentence. */
public class MainActivity extends Activity {
    private static final String TAG = "sql_concat";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String word = getIntent().getStringExtra("word");
        SQLiteDatabase db = openOrCreateDatabase("words.db", MODE_PRIVATE, null);
        db.execSQL("CREATE TABLE IF NOT EXISTS words (word TEXT)");
        Cursor rows = db.rawQuery("SELECT * FROM words WHERE word = '" + word + "'", null);
        Log.d(TAG, "rows " + rows.getCount());
    }
}
