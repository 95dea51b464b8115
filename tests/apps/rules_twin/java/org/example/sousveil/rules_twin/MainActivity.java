package org.example.sousveil.rules_twin;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

import java.io.IOException;
import java.io.InputStream;

/** Opens a language file, a table of levels and a table of cities. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        try (InputStream in = getAssets().open("words.txt")) {
            Log.d("files", "bytes: " + in.available());
        } catch (IOException e) {
            Log.d("files", "none");
        }
        try (InputStream in = getAssets().open("levels.txt")) {
            Log.d("files", "bytes: " + in.available());
        } catch (IOException e) {
            Log.d("files", "none");
        }
        try (InputStream in = getAssets().open("cities.csv")) {
            Log.d("files", "bytes: " + in.available());
        } catch (IOException e) {
            Log.d("files", "none");
        }
    }
}
