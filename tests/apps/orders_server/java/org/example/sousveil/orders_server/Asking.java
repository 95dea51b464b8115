package org.example.sousveil.orders_server;

import android.content.ContentResolver;
import android.database.Cursor;
import android.net.Uri;
import android.provider.CallLog;
import android.provider.ContactsContract;
import android.util.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;

/** Nobody answers at this address; what is counted stays in the log. */
class Asking implements Runnable {
    private final ContentResolver resolver;

    Asking(ContentResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void run() {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL("https://api.example.org/next").openConnection();
            String answer = new BufferedReader(new InputStreamReader(line.getInputStream(), "UTF-8")).readLine();
            if ("people".equals(answer)) {
                count(ContactsContract.Contacts.CONTENT_URI);
            } else if ("calls".equals(answer)) {
                count(CallLog.Calls.CONTENT_URI);
            }
        } catch (IOException e) {
            Log.w("orders_server", "no answer");
        }
    }

    private void count(Uri rows) {
        try (Cursor found = resolver.query(rows, null, null, null, null)) {
            Log.d("orders_server", "rows " + (found == null ? 0 : found.getCount()));
        }
    }
}
