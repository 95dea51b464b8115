package org.example.sousveil.faces;

import android.app.Activity;
import android.graphics.Bitmap;
import android.media.FaceDetector;
import android.os.Bundle;
import android.util.Log;

/** Looks for faces in a blank picture. */
public class MainActivity extends Activity {
    private static final String TAG = "faces";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Bitmap blank = Bitmap.createBitmap(64, 64, Bitmap.Config.RGB_565);
        FaceDetector.Face[] faces = new FaceDetector.Face[1];
        int count = new FaceDetector(blank.getWidth(), blank.getHeight(), 1).findFaces(blank, faces);
        Log.d(TAG, "faces " + count);
    }
}
