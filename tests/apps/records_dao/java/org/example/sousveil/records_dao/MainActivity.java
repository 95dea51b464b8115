package org.example.sousveil.records_dao;

import android.app.Activity;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SQLiteDatabase db = openOrCreateDatabase("one.db", MODE_PRIVATE, null);
        VisitorDao.createTable(db, true);
        Visitor one = new Visitor();
        one.setB("none");
        new VisitorDao().bindValues(db.compileStatement("INSERT INTO VISITOR VALUES (?,?,?,?)"), one);
    }
}
