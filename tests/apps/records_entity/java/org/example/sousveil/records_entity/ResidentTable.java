package org.example.sousveil.records_entity;

import android.content.ContentValues;
import android.database.sqlite.SQLiteDatabase;

class ResidentTable {
    private static final String TABLE = "residents";
    private static final String ID_CARD = "id_card";

    void create(SQLiteDatabase db) {
        StringBuilder text = new StringBuilder();
        text.append("CREATE TABLE IF NOT EXISTS ").append(TABLE).append(" (");
        text.append("\"full_name\" TEXT NOT NULL, ").append(ID_CARD).append(" TEXT, ");
        text.append("religion TEXT, latitude REAL, UNIQUE (\"full_name\", id_card))");
        db.execSQL(text.toString());
    }

    void keep(SQLiteDatabase db, Resident one) {
        ContentValues row = new ContentValues();
        row.put("full_name", one.getName());
        row.put(ID_CARD, one.getIdCard());
        row.put("religion", one.getReligion());
        row.put("latitude", one.getLatitude());
        db.insert(TABLE, null, row);
    }
}
