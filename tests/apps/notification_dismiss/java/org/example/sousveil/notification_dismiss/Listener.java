package org.example.sousveil.notification_dismiss;

import android.service.notification.NotificationListenerService;
import android.service.notification.StatusBarNotification;

/** Bound by the system once the person allows it. */
public class Listener extends NotificationListenerService {
    @Override
    public void onNotificationPosted(StatusBarNotification posted) {
        if ("org.example.other".equals(posted.getPackageName())) {
            cancelNotification(posted.getKey());
        }
    }
}
