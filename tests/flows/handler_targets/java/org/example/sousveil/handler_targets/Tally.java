package org.example.sousveil.handler_targets;

import android.os.Handler;
import android.os.Message;
import android.util.Log;

/** Counts messages. */
class Tally extends Handler {
    private int seen;

    @Override
    public void handleMessage(Message message) {
        seen += message.what;
        Log.i("handler_targets", "seen " + seen);
    }
}
