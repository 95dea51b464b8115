package org.example.sousveil.sms_abort;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** First in line for each message. */
public class SmsReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        abortBroadcast();
    }
}
