package org.example.sousveil.handler_message;

import android.os.Handler;
import android.os.Looper;
import android.os.Message;

/** Takes messages. */
class Desk extends Handler {
    Desk(Looper looper) {
        super(looper);
    }

    @Override
    public void handleMessage(Message message) {
        switch (message.what) {
            case 3:
                Wire.post((String) message.obj);
                break;
            default:
                super.handleMessage(message);
        }
    }
}
