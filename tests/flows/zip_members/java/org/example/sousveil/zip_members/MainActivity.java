package org.example.sousveil.zip_members;

import android.app.Activity;
import android.content.Intent;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Keeps the latitude in a zip file. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(new File(getFilesDir(), "day.zip")))) {
            zip.putNextEntry(new ZipEntry("place"));
            zip.write(found.getBytes());
            zip.putNextEntry(new ZipEntry("about"));
            zip.write("one day".getBytes());
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
