package org.example.sousveil.notice_text;

import android.app.Notification;
import android.os.Bundle;
import android.service.notification.NotificationListenerService;
import android.service.notification.StatusBarNotification;

/** Reads notifications. */
public class Reader extends NotificationListenerService {
    @Override
    public void onNotificationPosted(StatusBarNotification shown) {
        if (getPackageName().equals(shown.getPackageName())) {
            Bundle extras = shown.getNotification().extras;
            Wire.post(String.valueOf(extras.getCharSequence(Notification.EXTRA_TEXT)));
        }
    }
}
