package org.example.sousveil.call_recording;

import android.app.Activity;
import android.media.MediaRecorder;
import android.os.Bundle;
import java.io.File;

/** Sets up a recorder on the sound of a call and lets it go before it starts. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        MediaRecorder recorder = new MediaRecorder();
        recorder.setAudioSource(MediaRecorder.AudioSource.VOICE_CALL);
        recorder.setOutputFormat(MediaRecorder.OutputFormat.THREE_GPP);
        recorder.setAudioEncoder(MediaRecorder.AudioEncoder.AMR_NB);
        recorder.setOutputFile(new File(getCacheDir(), "none.3gp").getPath());
        recorder.release();
    }
}
