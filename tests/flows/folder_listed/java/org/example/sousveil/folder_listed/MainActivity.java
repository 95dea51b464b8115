package org.example.sousveil.folder_listed;

import android.app.Activity;
import android.content.Intent;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;

/** Keeps a contact's name in a folder. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        File queue = getDir("queue", MODE_PRIVATE);
        try (PrintWriter out = new PrintWriter(new File(queue, System.currentTimeMillis() + ".txt"))) {
            out.println(found);
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
