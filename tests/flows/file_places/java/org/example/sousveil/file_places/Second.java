package org.example.sousveil.file_places;

import android.app.Activity;
import android.os.Bundle;
import java.io.FileInputStream;
import java.io.IOException;

/** Takes a file from a place it is told. */
public class Second extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (FileInputStream in = new FileInputStream(getIntent().getStringExtra("out_of"))) {
            Wire.post(in);
        } catch (IOException e) {
            finish();
        }
    }
}
