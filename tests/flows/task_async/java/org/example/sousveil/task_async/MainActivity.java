package org.example.sousveil.task_async;

import android.app.Activity;
import android.os.Bundle;

/** Starts a background task. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Task(this).execute(1);
    }
}
