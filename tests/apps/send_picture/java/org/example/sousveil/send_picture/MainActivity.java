package org.example.sousveil.send_picture;

import android.app.Activity;
import android.hardware.Camera;
import android.os.Bundle;

/** Takes a picture and posts it. */
public class MainActivity extends Activity implements Camera.PictureCallback {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Camera eye = Camera.open();
        eye.takePicture(null, null, this);
    }

    @Override
    public void onPictureTaken(byte[] data, Camera camera) {
        camera.release();
        Line.post(data);
    }
}
