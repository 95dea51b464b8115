package org.example.sousveil.folder_chosen;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips a folder and takes the zip. */
public class Packer extends IntentService {
    public Packer() {
        super("packer");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        File[] inside = new File(getFilesDir(), "right").listFiles();
        File packed = new File(getCacheDir(), "right.zip");
        if (inside == null) {
            return;
        }
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(packed))) {
            for (File one : inside) {
                zip.putNextEntry(new ZipEntry(one.getName()));
                zip.write(Files.readAllBytes(one.toPath()));
                zip.closeEntry();
            }
        } catch (IOException e) {
            stopSelf();
        }
        try (InputStream in = new FileInputStream(packed)) {
            Wire.post(in);
        } catch (IOException e) {
            stopSelf();
        }
    }
}
