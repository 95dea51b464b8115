package org.example.sousveil.reach_thread;

import android.os.AsyncTask;

/** Runs aside. */
class Task extends AsyncTask<Void, Void, Void> {
    @Override
    protected Void doInBackground(Void... none) {
        new Step("task").run();
        return null;
    }
}
