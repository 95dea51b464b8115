package org.example.sousveil.orders_sms;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.database.Cursor;
import android.provider.ContactsContract;
import android.provider.Telephony;
import android.telephony.SmsMessage;
import android.util.Log;

/** Counts the contacts where a text message begins with a word. */
public class Heard extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        for (SmsMessage message : Telephony.Sms.Intents.getMessagesFromIntent(intent)) {
            if (message.getMessageBody().startsWith("#count")) {
                count(context);
            }
        }
    }

    private void count(Context context) {
        try (Cursor found = context.getContentResolver()
                .query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null)) {
            Log.d("orders_sms", "rows " + (found == null ? 0 : found.getCount()));
        }
    }
}
