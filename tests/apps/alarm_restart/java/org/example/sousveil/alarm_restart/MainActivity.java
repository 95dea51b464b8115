package org.example.sousveil.alarm_restart;

import android.app.Activity;
import android.app.AlarmManager;
import android.app.PendingIntent;
import android.content.Intent;
import android.os.Bundle;

/** Wakes itself again and again by an alarm. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        AlarmManager clock = (AlarmManager) getSystemService(ALARM_SERVICE);
        PendingIntent wake = PendingIntent.getBroadcast(this, 0, new Intent(this, Wake.class),
                PendingIntent.FLAG_IMMUTABLE);
        clock.setRepeating(AlarmManager.RTC_WAKEUP, System.currentTimeMillis(), 60000L, wake);
    }
}
