package org.example.sousveil.upload_contacts;

import android.app.Activity;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;
import android.util.Log;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Reads names of contacts and posts how many there are. */
public class MainActivity extends Activity {
    private static final String TAG = "upload_contacts";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(
                ContactsContract.Contacts.CONTENT_URI, null, null, null, null);
        int count = rows == null ? 0 : rows.getCount();
        new Thread(() -> {
            try {
                URL server = new URL("https://count.example.org/in");
                HttpURLConnection line = (HttpURLConnection) server.openConnection();
                line.setDoOutput(true);
                line.getOutputStream().write(("{\"count\": " + count + "}").getBytes("UTF-8"));
                line.getResponseCode();
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
