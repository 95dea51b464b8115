package org.example.sousveil.folder_zipped;

import android.app.IntentService;
import android.content.Intent;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips the folder. */
public class Packer extends IntentService {
    public Packer() {
        super("packer");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        File[] inside = new File(getFilesDir(), "box").listFiles();
        if (inside == null) {
            return;
        }
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(new File(getCacheDir(), "box.zip")))) {
            for (File one : inside) {
                add(zip, one);
            }
        } catch (IOException e) {
            stopSelf();
        }
        startService(new Intent(this, Courier.class));
    }

    private static void add(ZipOutputStream zip, File one) throws IOException {
        byte[] part = new byte[256];
        zip.putNextEntry(new ZipEntry(one.getName()));
        try (FileInputStream in = new FileInputStream(one)) {
            int had;
            while ((had = in.read(part)) != -1) {
                zip.write(part, 0, had);
            }
        }
        zip.closeEntry();
    }
}
