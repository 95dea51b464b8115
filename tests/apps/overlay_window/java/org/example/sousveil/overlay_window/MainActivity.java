package org.example.sousveil.overlay_window;

import android.app.Activity;
import android.os.Bundle;
import android.view.WindowManager;
import android.widget.TextView;

/** Draws over other apps. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WindowManager windows = (WindowManager) getSystemService(WINDOW_SERVICE);
        WindowManager.LayoutParams over = new WindowManager.LayoutParams(
                WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY);
        TextView text = new TextView(this);
        text.setText("example");
        windows.addView(text, over);
    }
}
