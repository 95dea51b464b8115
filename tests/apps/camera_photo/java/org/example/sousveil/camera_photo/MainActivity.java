package org.example.sousveil.camera_photo;

import android.app.Activity;
import android.hardware.Camera;
import android.os.Bundle;
import android.util.Log;

/** Takes a picture without a screen of its own. */
public class MainActivity extends Activity {
    private static final String TAG = "camera_photo";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Camera eye = Camera.open();
        eye.startPreview();
        eye.takePicture(null, null, (bytes, camera) -> {
            Log.d(TAG, "bytes " + bytes.length);
            camera.release();
        });
    }
}
