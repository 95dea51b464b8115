package org.example.sousveil.screen_capture;

import android.app.Activity;
import android.content.Intent;
import android.graphics.PixelFormat;
import android.hardware.display.DisplayManager;
import android.media.Image;
import android.media.ImageReader;
import android.media.projection.MediaProjection;
import android.media.projection.MediaProjectionManager;
import android.os.Bundle;
import android.util.Log;

/** Asks for and takes pictures of the screen. */
public class MainActivity extends Activity {
    private static final String TAG = "screen_capture";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        MediaProjectionManager screens =
                (MediaProjectionManager) getSystemService(MEDIA_PROJECTION_SERVICE);
        startActivityForResult(screens.createScreenCaptureIntent(), 1);
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        MediaProjectionManager screens =
                (MediaProjectionManager) getSystemService(MEDIA_PROJECTION_SERVICE);
        MediaProjection projection = screens.getMediaProjection(result, data);
        ImageReader reader = ImageReader.newInstance(64, 64, PixelFormat.RGBA_8888, 1);
        projection.createVirtualDisplay(TAG, 64, 64, 160,
                DisplayManager.VIRTUAL_DISPLAY_FLAG_AUTO_MIRROR, reader.getSurface(), null, null);
        Image picture = reader.acquireLatestImage();
        Log.d(TAG, "picture " + (picture != null));
        projection.stop();
    }
}
