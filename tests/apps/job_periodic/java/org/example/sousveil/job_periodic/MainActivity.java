package org.example.sousveil.job_periodic;

import android.app.Activity;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;
import android.content.ComponentName;
import android.os.Bundle;

/** Has the system start it each hour. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        JobScheduler jobs = (JobScheduler) getSystemService(JOB_SCHEDULER_SERVICE);
        jobs.schedule(new JobInfo.Builder(1, new ComponentName(this, Hourly.class))
                .setPeriodic(3600000L).build());
    }
}
