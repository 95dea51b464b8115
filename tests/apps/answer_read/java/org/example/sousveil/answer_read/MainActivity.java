package org.example.sousveil.answer_read;

import android.app.Activity;
import android.os.Bundle;

/** Asks a server once and looks whether that went well. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Asking(getContentResolver())).start();
    }
}
