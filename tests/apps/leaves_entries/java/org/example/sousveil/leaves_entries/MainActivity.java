package org.example.sousveil.leaves_entries;

import android.accounts.Account;
import android.accounts.AccountManager;
import android.app.Activity;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.content.ContentValues;
import android.net.Uri;
import android.os.Bundle;
import android.provider.CallLog;
import android.provider.Settings;

/** Leaves entries in what belongs to the phone: an account, a setting, a channel, a row in the list of calls. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Account account = new Account("visitor", "org.example.sousveil.garden");
        AccountManager.get(this).addAccountExplicitly(account, null, null);
        Settings.System.putString(getContentResolver(), "garden_mark", "1");
        NotificationManager notices = getSystemService(NotificationManager.class);
        notices.createNotificationChannel(
                new NotificationChannel("garden_news", "News", NotificationManager.IMPORTANCE_LOW));
        ContentValues row = new ContentValues();
        row.put(CallLog.Calls.NUMBER, "0");
        getContentResolver().insert(CallLog.Calls.CONTENT_URI, row);
        getContentResolver().delete(Uri.parse("content://call_log/calls"), "number=?", new String[] {"0"});
        deleteDatabase("garden.db");
    }
}
