package org.example.sousveil.notice_text;

import android.app.Activity;
import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.database.Cursor;
import android.os.Bundle;
import android.provider.ContactsContract;

/** Shows a contact's name in a notification. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Cursor rows = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        NotificationManager notices = (NotificationManager) getSystemService(NOTIFICATION_SERVICE);
        notices.createNotificationChannel(new NotificationChannel("day", "Day", NotificationManager.IMPORTANCE_LOW));
        notices.notify(1, new Notification.Builder(this, "day")
                .setSmallIcon(android.R.drawable.ic_dialog_info)
                .setContentText(found)
                .build());
    }
}
