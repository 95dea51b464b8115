package org.example.sousveil.demo;

import android.app.IntentService;
import android.content.Intent;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import org.json.JSONException;

/** Sends waiting visits. The address is of RFC 5737: no such server exists. */
public class UploadService extends IntentService {
    static final String SERVER = "http://192.0.2.10:8080";
    private static final String VISIT = "/api/visit";

    public UploadService() {
        super("upload");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try {
            byte[] body = new VisitTable(this).waiting().toString().getBytes("UTF-8");
            HttpURLConnection line = (HttpURLConnection) new URL(SERVER + VISIT).openConnection();
            line.setRequestMethod("POST");
            line.setRequestProperty("Content-Type", "application/json");
            line.setDoOutput(true);
            try (OutputStream out = line.getOutputStream()) {
                out.write(body);
            }
            Log.d("upload", "answer " + line.getResponseCode());
        } catch (IOException | JSONException e) {
            Log.w("upload", "not sent");
        }
    }
}
