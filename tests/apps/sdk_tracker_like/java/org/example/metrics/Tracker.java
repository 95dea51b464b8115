package org.example.metrics;

import android.content.Context;
import android.content.SharedPreferences;
import android.util.Log;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.UUID;

/** The structure of a tracker; ours, and of no real product. */
public final class Tracker {
    private static final String EVENTS = "https://events.example.com/v1/track";

    private Tracker() {
    }

    public static void event(Context context, String name) {
        SharedPreferences kept = context.getSharedPreferences("metrics", Context.MODE_PRIVATE);
        String id = kept.getString("install_id", null);
        if (id == null) {
            id = UUID.randomUUID().toString();
            kept.edit().putString("install_id", id).apply();
        }
        String body = "{\"install_id\": \"" + id + "\", \"event\": \"" + name + "\"}";
        new Thread(() -> send(body)).start();
    }

    private static void send(String body) {
        try {
            HttpURLConnection line = (HttpURLConnection) new URL(EVENTS).openConnection();
            line.setDoOutput(true);
            line.getOutputStream().write(body.getBytes("UTF-8"));
            line.getResponseCode();
        } catch (IOException e) {
            Log.w("metrics", "not sent");
        }
    }
}
