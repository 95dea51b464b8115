package org.example.sousveil.sound_played;

import android.media.AudioAttributes;
import android.media.AudioPlaybackCaptureConfiguration;
import android.media.AudioRecord;
import android.media.projection.MediaProjection;
import android.util.Log;

/** Reads one buffer of what other apps play and drops it. */
class Listen implements Runnable {
    private final MediaProjection leave;

    Listen(MediaProjection leave) {
        this.leave = leave;
    }

    @Override
    public void run() {
        AudioRecord ear = new AudioRecord.Builder()
                .setAudioPlaybackCaptureConfig(new AudioPlaybackCaptureConfiguration.Builder(leave)
                        .addMatchingUsage(AudioAttributes.USAGE_MEDIA).build())
                .build();
        ear.startRecording();
        byte[] sound = new byte[1024];
        Log.d("sound_played", "bytes " + ear.read(sound, 0, sound.length));
        ear.release();
    }
}
