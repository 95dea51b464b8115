package org.example.sousveil.demo;

import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/* loaded from: classes.dex */
class VisitTable extends SQLiteOpenHelper {
    VisitTable(Context context) {
        super(context, "diary.db", (SQLiteDatabase.CursorFactory) null, 1);
    }

    @Override // android.database.sqlite.SQLiteOpenHelper
    public void onCreate(SQLiteDatabase sQLiteDatabase) {
        sQLiteDatabase.execSQL("CREATE TABLE visit (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, id_number TEXT, phone TEXT, ethnicity TEXT, religion TEXT, blood_type TEXT, reason INTEGER, abroad INTEGER, imei TEXT, lat REAL, lng REAL, sent INTEGER DEFAULT 0)");
    }

    @Override // android.database.sqlite.SQLiteOpenHelper
    public void onUpgrade(SQLiteDatabase sQLiteDatabase, int i, int i2) {
        sQLiteDatabase.execSQL("DROP TABLE IF EXISTS visit");
        onCreate(sQLiteDatabase);
    }

    void insert(Visit visit) {
        ContentValues contentValues = new ContentValues();
        contentValues.put("name", visit.name);
        contentValues.put("id_number", visit.idNumber);
        contentValues.put("phone", visit.phone);
        contentValues.put("ethnicity", visit.ethnicity);
        contentValues.put("religion", visit.religion);
        contentValues.put("blood_type", visit.bloodType);
        contentValues.put("reason", Integer.valueOf(visit.reason));
        contentValues.put("abroad", Integer.valueOf(visit.abroad ? 1 : 0));
        contentValues.put("imei", visit.operatorImei);
        contentValues.put("lat", Double.valueOf(visit.latitude));
        contentValues.put("lng", Double.valueOf(visit.longitude));
        getWritableDatabase().insert("visit", null, contentValues);
    }

    JSONArray waiting() throws JSONException {
        JSONArray jSONArray = new JSONArray();
        Cursor query = getReadableDatabase().query("visit", null, "sent = 0", null, null, null, "_id");
        while (query.moveToNext()) {
            JSONObject jSONObject = new JSONObject();
            boolean z = true;
            jSONObject.put("xm", query.getString(1));
            jSONObject.put("sfzh", query.getString(2));
            jSONObject.put("dh", query.getString(3));
            jSONObject.put("mz", query.getString(4));
            jSONObject.put("zjxy", query.getString(5));
            jSONObject.put("xx", query.getString(6));
            jSONObject.put("reason", query.getInt(7));
            if (query.getInt(8) != 1) {
                z = false;
            }
            jSONObject.put("abroad", z);
            jSONObject.put("imei", query.getString(9));
            jSONObject.put("lat", query.getDouble(10));
            jSONObject.put("lng", query.getDouble(11));
            jSONArray.put(jSONObject);
        }
        query.close();
        return jSONArray;
    }
}
