package org.example.sousveil.endpoint_in_asset;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.json.JSONException;
import org.json.JSONObject;

/** Takes its address from a JSON file in assets. */
public class MainActivity extends Activity {
    private static final String TAG = "endpoint_in_asset";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("config.json")) {
            byte[] text = new byte[in.available()];
            Log.d(TAG, "bytes " + in.read(text));
            String server = new JSONObject(new String(text, "UTF-8")).getString("server");
            new Thread(() -> {
                try {
                    new URL(server).openConnection().connect();
                } catch (IOException e) {
                    Log.w(TAG, "not sent");
                }
            }).start();
        } catch (IOException | JSONException e) {
            Log.w(TAG, "no settings");
        }
    }
}
