package org.example.sousveil.reach_thread;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import java.util.Timer;
import java.util.TimerTask;

/** Reaches one command each through a thread, a handler, an async task and a timer. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(new Step("thread")).start();
        new Handler().postDelayed(new Step("handler"), 1000L);
        new Task().execute();
        new Timer().schedule(new TimerTask() {
            @Override
            public void run() {
                new Step("timer").run();
            }
        }, 1000L);
    }
}
