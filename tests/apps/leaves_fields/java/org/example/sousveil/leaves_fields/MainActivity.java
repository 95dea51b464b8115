package org.example.sousveil.leaves_fields;

import android.app.Activity;
import android.os.Build;
import android.os.Bundle;
import android.os.Environment;
import android.util.Base64;

import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;

/** Writes two marker files: one of fields between bars, one written in base64. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File folder = new File(Environment.getExternalStorageDirectory(), "garden");
        try (FileWriter out = new FileWriter(new File(folder, "garden_mark.dat"))) {
            out.write(System.currentTimeMillis() + "|" + Build.MODEL + "|" + folder.length() + "|2");
        } catch (IOException ignored) {
            folder.length();
        }
        try (FileOutputStream out = new FileOutputStream(new File(folder, "garden_code.dat"))) {
            String text = Build.MODEL + ";" + System.currentTimeMillis();
            out.write(Base64.encodeToString(text.getBytes("UTF-8"), Base64.NO_WRAP).getBytes("UTF-8"));
        } catch (IOException ignored) {
            folder.length();
        }
        try (FileOutputStream out = new FileOutputStream(new File(folder, "garden_turn.dat"))) {
            out.write(new StringBuilder(Build.MODEL + ",1").reverse().toString().getBytes("UTF-8"));
        } catch (IOException ignored) {
            folder.length();
        }
    }
}
