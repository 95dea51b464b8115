package org.example.sousveil.result_back;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

/** Asks another activity. */
public class MainActivity extends Activity {
    private static final int ASKED = 7;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startActivityForResult(new Intent(this, Second.class), ASKED);
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        if (request == ASKED && result == RESULT_OK) {
            Wire.post(data.getStringExtra("name"));
        }
    }
}
