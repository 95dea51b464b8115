package org.example.sousveil.thread_field;


/** Posts its load. */
class Courier extends Thread {
    volatile String load;

    @Override
    public void run() {
        Wire.post(load);
    }
}
