package org.example.sousveil.sms_received;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.provider.Telephony;
import android.telephony.SmsMessage;
import android.util.Log;

/** Started by the system for each message. */
public class SmsReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        for (SmsMessage message : Telephony.Sms.Intents.getMessagesFromIntent(intent)) {
            String from = message.getDisplayOriginatingAddress();
            String text = message.getMessageBody();
            Log.d("sms_received", "lengths " + from.length() + " " + text.length());
        }
    }
}
