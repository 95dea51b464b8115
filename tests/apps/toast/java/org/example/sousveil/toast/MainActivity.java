package org.example.sousveil.toast;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Toast;

/** Shows a short text of its own. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Toast.makeText(this, "hello", Toast.LENGTH_SHORT).show();
    }
}
