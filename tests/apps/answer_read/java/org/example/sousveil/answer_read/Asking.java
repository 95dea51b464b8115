package org.example.sousveil.answer_read;

import android.content.ContentResolver;
import android.database.Cursor;
import android.provider.ContactsContract;
import android.util.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;

/** Goes on where the server says that all is well; nobody answers at this address. */
class Asking implements Runnable {
    private final ContentResolver resolver;

    Asking(ContentResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void run() {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("https://api.example.org/login").openConnection();
            String answer = new BufferedReader(new InputStreamReader(line.getInputStream(), "UTF-8")).readLine();
            if ("ok".equals(answer)) {
                count();
            }
        } catch (IOException e) {
            Log.w("answer_read", "no answer");
        }
    }

    private void count() {
        try (Cursor found = resolver.query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null)) {
            Log.d("answer_read", "rows " + (found == null ? 0 : found.getCount()));
        }
    }
}
