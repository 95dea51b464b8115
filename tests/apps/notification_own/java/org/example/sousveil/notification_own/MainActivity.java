package org.example.sousveil.notification_own;

import android.app.Activity;
import android.app.Notification;
import android.app.NotificationManager;
import android.os.Bundle;

/** Posts a notification of its own. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Notification.Builder note = new Notification.Builder(this, "general")
                .setSmallIcon(android.R.drawable.ic_dialog_info).setContentTitle("example");
        NotificationManager notes = (NotificationManager) getSystemService(NOTIFICATION_SERVICE);
        notes.notify(1, note.build());
    }
}
