package org.example.sousveil.table_statement;

import android.app.Activity;
import android.content.Intent;
import android.database.sqlite.SQLiteDatabase;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;

/** Keeps the latitude in a table. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        SQLiteDatabase database = openOrCreateDatabase("way.db", MODE_PRIVATE, null);
        database.execSQL("CREATE TABLE IF NOT EXISTS visits (latitude TEXT, noted INTEGER)");
        database.execSQL("INSERT INTO visits (latitude, noted) VALUES (?, 1)", new Object[] {found});
        database.close();
        startService(new Intent(this, Courier.class));
    }
}
