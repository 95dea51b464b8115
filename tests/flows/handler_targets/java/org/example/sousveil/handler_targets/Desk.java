package org.example.sousveil.handler_targets;

import android.os.Handler;
import android.os.Message;

/** Takes messages. */
class Desk extends Handler {
    @Override
    public void handleMessage(Message message) {
        Wire.post((String) message.obj);
    }
}
