package org.example.sousveil.listener_object;

import android.app.Activity;
import android.os.Bundle;
import android.widget.Button;

/** Sets the listener and shows a button. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Finder finder = new Finder(this);
        finder.setListener(new Finder.Listener() {
            @Override
            public void onFound(String where, int count) {
                if (count > 0) {
                    Wire.post(where);
                }
            }
        });
        Button button = new Button(this);
        button.setOnClickListener(finder);
        setContentView(button);
    }
}
