package org.example.sousveil.demo;

import android.app.IntentService;
import android.content.Intent;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import org.json.JSONException;

/* loaded from: classes.dex */
public class UploadService extends IntentService {
    static final String SERVER = "http://192.0.2.10:8080";
    private static final String VISIT = "/api/visit";

    public UploadService() {
        super("upload");
    }

    @Override // android.app.IntentService
    protected void onHandleIntent(Intent intent) {
        try {
            byte[] bytes = new VisitTable(this).waiting().toString().getBytes("UTF-8");
            HttpURLConnection httpURLConnection = (HttpURLConnection) new URL("http://192.0.2.10:8080/api/visit").openConnection();
            httpURLConnection.setRequestMethod("POST");
            httpURLConnection.setRequestProperty("Content-Type", "application/json");
            httpURLConnection.setDoOutput(true);
            OutputStream outputStream = httpURLConnection.getOutputStream();
            try {
                outputStream.write(bytes);
                if (outputStream != null) {
                    outputStream.close();
                }
                Log.d("upload", "answer " + httpURLConnection.getResponseCode());
            } catch (Throwable th) {
                if (outputStream != null) {
                    try {
                        outputStream.close();
                    } catch (Throwable th2) {
                        th.addSuppressed(th2);
                    }
                }
                throw th;
            }
        } catch (IOException | JSONException unused) {
            Log.w("upload", "not sent");
        }
    }
}
