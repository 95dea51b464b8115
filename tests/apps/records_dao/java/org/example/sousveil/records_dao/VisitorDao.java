package org.example.sousveil.records_dao;

import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteStatement;
import org.greenrobot.greendao.Property;

public class VisitorDao {
    public static final String TABLENAME = "VISITOR";

    public static class Properties {
        public static final Property Id = new Property(0, Long.class, "id", true, "_id");
        public static final Property A = new Property(1, String.class, "passportNumber", false, "PASSPORT_NUMBER");
        public static final Property B = new Property(2, String.class, "nationality", false, "NATIONALITY");
        public static final Property C = new Property(3, Integer.class, "bloodType", false, "BLOOD_TYPE");
    }

    public static void createTable(SQLiteDatabase db, boolean ifNotExists) {
        String constraint = ifNotExists ? "IF NOT EXISTS " : "";
        db.execSQL("CREATE TABLE " + constraint + "\"VISITOR\" (\"_id\" INTEGER PRIMARY KEY ,"
                + "\"PASSPORT_NUMBER\" TEXT,\"NATIONALITY\" TEXT,\"BLOOD_TYPE\" INTEGER);");
    }

    protected final void bindValues(SQLiteStatement stmt, Visitor entity) {
        stmt.clearBindings();
        Long id = entity.getId();
        if (id != null) {
            stmt.bindLong(1, id);
        }
        String a = entity.getA();
        if (a != null) {
            stmt.bindString(2, a);
        }
        String b = entity.getB();
        if (b != null) {
            stmt.bindString(3, b);
        }
        Integer c = entity.getC();
        if (c != null) {
            stmt.bindLong(4, c);
        }
    }

    public Visitor readEntity(Cursor cursor, int offset) {
        Visitor entity = new Visitor();
        entity.setA(cursor.getString(offset + 1));
        return entity;
    }
}
