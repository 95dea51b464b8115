package org.example.sousveil.executor_task;

import android.app.Activity;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives a task to an executor. */
public class MainActivity extends Activity {
    private final ExecutorService workers = Executors.newSingleThreadExecutor();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LocationManager places = (LocationManager) getSystemService(LOCATION_SERVICE);
        Location last = places.getLastKnownLocation(LocationManager.GPS_PROVIDER);
        String found = last == null ? "" : String.valueOf(last.getLatitude());
        String held = found;
        workers.execute(() -> Wire.post(held));
    }

    @Override
    protected void onDestroy() {
        workers.shutdown();
        super.onDestroy();
    }
}
