package org.example.sousveil.decide_not_school;

/** An invented pupil. */
public class Pupil {
    private int transport;

    public int getTransport() {
        return transport;
    }

    public void setTransport(int transport) {
        this.transport = transport;
    }
}
