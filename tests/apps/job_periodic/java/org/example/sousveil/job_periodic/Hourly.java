package org.example.sousveil.job_periodic;

import android.app.job.JobParameters;
import android.app.job.JobService;

/** Started by the system each hour. */
public class Hourly extends JobService {
    @Override
    public boolean onStartJob(JobParameters job) {
        return false;
    }

    @Override
    public boolean onStopJob(JobParameters job) {
        return false;
    }
}
