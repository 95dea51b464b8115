package org.example.sousveil.sound_played;

import android.app.Activity;
import android.media.projection.MediaProjection;
import android.os.Bundle;

/** Records what other apps play. */
public class MainActivity extends Activity {
    /** The person's leave to do so; this app never asks for it. */
    private MediaProjection leave;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (leave != null) {
            new Thread(new Listen(leave)).start();
        }
    }
}
