package org.example.sousveil.demo;

import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Visits on the phone, in diary.db. */
class VisitTable extends SQLiteOpenHelper {
    VisitTable(Context context) {
        super(context, "diary.db", null, 1);
    }

    @Override
    public void onCreate(SQLiteDatabase db) {
        db.execSQL("CREATE TABLE visit (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, "
                + "id_number TEXT, phone TEXT, ethnicity TEXT, religion TEXT, blood_type TEXT, "
                + "reason INTEGER, abroad INTEGER, imei TEXT, lat REAL, lng REAL, "
                + "sent INTEGER DEFAULT 0)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase db, int from, int to) {
        db.execSQL("DROP TABLE IF EXISTS visit");
        onCreate(db);
    }

    void insert(Visit visit) {
        ContentValues row = new ContentValues();
        row.put("name", visit.name);
        row.put("id_number", visit.idNumber);
        row.put("phone", visit.phone);
        row.put("ethnicity", visit.ethnicity);
        row.put("religion", visit.religion);
        row.put("blood_type", visit.bloodType);
        row.put("reason", visit.reason);
        row.put("abroad", visit.abroad ? 1 : 0);
        row.put("imei", visit.operatorImei);
        row.put("lat", visit.latitude);
        row.put("lng", visit.longitude);
        getWritableDatabase().insert("visit", null, row);
    }

    /** The visits not sent yet, in the shape the server is given. */
    JSONArray waiting() throws JSONException {
        JSONArray all = new JSONArray();
        Cursor rows = getReadableDatabase().query("visit", null, "sent = 0", null, null, null, "_id");
        while (rows.moveToNext()) {
            JSONObject one = new JSONObject();
            one.put("xm", rows.getString(1));
            one.put("sfzh", rows.getString(2));
            one.put("dh", rows.getString(3));
            one.put("mz", rows.getString(4));
            one.put("zjxy", rows.getString(5));
            one.put("xx", rows.getString(6));
            one.put("reason", rows.getInt(7));
            one.put("abroad", rows.getInt(8) == 1);
            one.put("imei", rows.getString(9));
            one.put("lat", rows.getDouble(10));
            one.put("lng", rows.getDouble(11));
            all.put(one);
        }
        rows.close();
        return all;
    }
}
