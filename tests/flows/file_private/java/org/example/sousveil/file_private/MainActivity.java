package org.example.sousveil.file_private;

import android.app.Activity;
import android.content.Intent;
import android.location.Location;
import android.location.LocationManager;
import java.io.IOException;
import java.io.PrintWriter;

/** Keeps the latitude. */
public class MainActivity extends Activity {
    @Override
    protected void onStart() {
        super.onStart();
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        try {
            PrintWriter out = new PrintWriter(openFileOutput("position", MODE_PRIVATE));
            out.print(found);
            out.close();
        } catch (IOException e) {
            finish();
        }
        sendBroadcast(new Intent(this, Later.class));
    }
}
