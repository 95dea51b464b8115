package org.example.sousveil.file_external;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.os.Environment;
import android.provider.ContactsContract;
import android.util.Log;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Keeps a contact's name. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        File folder = new File(Environment.getExternalStorageDirectory(), "notes");
        if (folder.mkdirs() || folder.isDirectory()) {
            keep(new File(folder, "people.txt"), found);
        }
    }

    private static void keep(File place, String text) {
        try (PrintStream out = new PrintStream(new FileOutputStream(place, true))) {
            out.append(text).append('\n');
        } catch (IOException e) {
            Log.w("file_external", "not kept");
        }
    }
}
