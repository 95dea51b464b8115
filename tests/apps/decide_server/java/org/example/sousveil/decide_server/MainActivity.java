package org.example.sousveil.decide_server;

import android.app.Activity;
import android.graphics.Color;
import android.media.RingtoneManager;
import android.os.AsyncTask;
import android.os.Bundle;
import android.widget.TextView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import org.json.JSONException;
import org.json.JSONObject;

/** Whether an invented person is wanted is what the server says. */
public class MainActivity extends Activity {
    private TextView result;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        result = new TextView(this);
        setContentView(result);
        new Ask().execute("000000");
    }

    private void show(JSONObject answer) throws JSONException {
        if (answer.getInt("hit") == 1) {
            result.setText("هشدار: فرد تحت تعقیب");
            result.setTextColor(Color.RED);
            RingtoneManager.getRingtone(this, RingtoneManager.getDefaultUri(RingtoneManager.TYPE_ALARM)).play();
        } else {
            result.setText("موردی یافت نشد");
        }
    }

    private class Ask extends AsyncTask<String, Void, JSONObject> {
        @Override
        protected JSONObject doInBackground(String... given) {
            try {
                HttpURLConnection to = (HttpURLConnection) new URL("https://192.0.2.1/?id=" + given[0]).openConnection();
                BufferedReader in = new BufferedReader(new InputStreamReader(to.getInputStream(), "UTF-8"));
                return new JSONObject(in.readLine());
            } catch (IOException | JSONException e) {
                return null;
            }
        }

        @Override
        protected void onPostExecute(JSONObject answer) {
            if (answer != null) {
                try {
                    show(answer);
                } catch (JSONException e) {
                    result.setText("");
                }
            }
        }
    }
}
