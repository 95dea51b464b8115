package org.example.sousveil.notification_listener;

import android.app.Notification;
import android.os.Bundle;
import android.service.notification.NotificationListenerService;
import android.service.notification.StatusBarNotification;
import android.util.Log;

/** Bound by the system once the person allows it. */
public class Listener extends NotificationListenerService {
    @Override
    public void onNotificationPosted(StatusBarNotification posted) {
        Bundle extras = posted.getNotification().extras;
        CharSequence text = extras.getCharSequence(Notification.EXTRA_TEXT);
        Log.d("notification_listener", posted.getPackageName() + " length "
                + (text == null ? 0 : text.length()));
    }
}
