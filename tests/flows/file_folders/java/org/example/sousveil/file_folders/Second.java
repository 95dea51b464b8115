package org.example.sousveil.file_folders;

import android.app.Activity;
import android.os.Bundle;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/** Takes a file from a folder it is told. */
public class Second extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File place = new File(getIntent().getStringExtra("out_of"), "subscriber.dat");
        try (FileInputStream in = new FileInputStream(place)) {
            Wire.post(in);
        } catch (IOException e) {
            finish();
        }
    }
}
