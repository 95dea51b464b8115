package org.example.sousveil.photos_query;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.MediaStore;
import android.util.Log;

/** Lists the pictures and videos on the phone. */
public class MainActivity extends Activity {
    private static final String TAG = "photos_query";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(MediaStore.Images.Media.EXTERNAL_CONTENT_URI,
                new String[] {MediaStore.Images.Media.DATA, MediaStore.Images.Media.DATE_TAKEN},
                null, null, null);
        Cursor films = getContentResolver().query(MediaStore.Video.Media.EXTERNAL_CONTENT_URI,
                null, null, null, null);
        Log.d(TAG, "rows " + rows.getCount() + " " + films.getCount());
    }
}
