package org.example.sousveil.running_apps;

import android.app.Activity;
import android.app.ActivityManager;
import android.app.usage.UsageStats;
import android.app.usage.UsageStatsManager;
import android.os.Bundle;
import android.util.Log;

/** Reads which apps are running and when each was last used. */
public class MainActivity extends Activity {
    private static final String TAG = "running_apps";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        ActivityManager running = (ActivityManager) getSystemService(ACTIVITY_SERVICE);
        int processes = running.getRunningAppProcesses().size();
        int tasks = running.getRunningTasks(1).size();
        UsageStatsManager use = (UsageStatsManager) getSystemService(USAGE_STATS_SERVICE);
        long now = System.currentTimeMillis();
        for (UsageStats one : use.queryUsageStats(UsageStatsManager.INTERVAL_DAILY, now - 86400000L, now)) {
            Log.d(TAG, processes + " " + tasks + " " + one.getLastTimeUsed());
        }
    }
}
