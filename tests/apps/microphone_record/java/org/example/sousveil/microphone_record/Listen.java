package org.example.sousveil.microphone_record;

import android.media.AudioFormat;
import android.media.AudioRecord;
import android.media.MediaRecorder;
import android.util.Log;

/** Reads one buffer of sound and drops it. */
class Listen implements Runnable {
    @Override
    public void run() {
        int size = AudioRecord.getMinBufferSize(8000, AudioFormat.CHANNEL_IN_MONO,
                AudioFormat.ENCODING_PCM_16BIT);
        AudioRecord ear = new AudioRecord(MediaRecorder.AudioSource.MIC, 8000,
                AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT, size);
        ear.startRecording();
        byte[] sound = new byte[size];
        Log.d("microphone_record", "bytes " + ear.read(sound, 0, size));
        ear.release();
    }
}
