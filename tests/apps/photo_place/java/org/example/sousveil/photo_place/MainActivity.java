package org.example.sousveil.photo_place;

import android.app.Activity;
import android.media.ExifInterface;
import android.os.Bundle;
import android.util.Log;
import java.io.File;
import java.io.IOException;

/** Reads from a photo where it was taken. */
public class MainActivity extends Activity {
    private static final String TAG = "photo_place";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try {
            float[] place = new float[2];
            ExifInterface photo = new ExifInterface(new File(getFilesDir(), "none.jpg").getPath());
            Log.d(TAG, "there " + photo.getLatLong(place));
        } catch (IOException e) {
            Log.w(TAG, "no photo");
        }
    }
}
