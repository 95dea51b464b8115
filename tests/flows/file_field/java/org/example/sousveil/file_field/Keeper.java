package org.example.sousveil.file_field;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import android.telephony.TelephonyManager;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;

/** Keeps the device number where it is told to, and takes it from there later. */
public class Keeper extends Service {
    private File place;

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        place = new File(intent.getStringExtra("place"));
        keep();
        return START_STICKY;
    }

    private void keep() {
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        String found = phone.getDeviceId();
        try (Writer out = new FileWriter(place)) {
            out.append(found);
        } catch (IOException e) {
            stopSelf();
        }
    }

    @Override
    public void onTrimMemory(int level) {
        try (InputStream in = new FileInputStream(place)) {
            Wire.post(in);
        } catch (IOException e) {
            stopSelf();
        }
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
