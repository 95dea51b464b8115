package org.example.sousveil.table_row;

import android.content.Context;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;

/** The database. */
class Book extends SQLiteOpenHelper {
    Book(Context context) {
        super(context, "book.db", null, 1);
    }

    @Override
    public void onCreate(SQLiteDatabase database) {
        database.execSQL("CREATE TABLE people (_id INTEGER PRIMARY KEY, name TEXT, seen INTEGER)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase database, int from, int to) {
        database.setVersion(to);
    }
}
