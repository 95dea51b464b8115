package org.example.sousveil.dormant_parts;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import java.io.IOException;

/** Starts one of its two other screens; a setting decides whether a command runs. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startActivity(new Intent(this, UsedActivity.class));
        if (getSharedPreferences("options", MODE_PRIVATE).getBoolean("extra", false)) {
            try {
                Runtime.getRuntime().exec("echo hello");
            } catch (IOException e) {
                finish();
            }
        }
    }
}
