package org.example.sousveil.records_entity;

import android.app.Activity;
import android.database.sqlite.SQLiteDatabase;
import android.os.Bundle;
import com.google.gson.Gson;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Resident one = new Resident();
        Household home = new Household();
        home.setHouseNumber("12");
        one.setHousehold(home);
        one.setName("A. Example");
        SQLiteDatabase db = openOrCreateDatabase("one.db", MODE_PRIVATE, null);
        ResidentTable table = new ResidentTable();
        table.create(db);
        table.keep(db, one);
        Post.send(new Gson().toJson(one));
    }
}
