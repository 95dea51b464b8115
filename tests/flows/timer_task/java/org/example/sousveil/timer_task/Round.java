package org.example.sousveil.timer_task;

import java.util.TimerTask;

/** Goes its round. */
class Round extends TimerTask {
    private final String load;

    Round(String load) {
        this.load = load;
    }

    @Override
    public void run() {
        Wire.post(load);
    }
}
