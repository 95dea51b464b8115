package org.example.sousveil.decide_mismatch;

/** An invented record of a car and who drives it. */
public class Crossing {
    private String driverName;
    private int ownerMatches;
    private int reason;

    public String getDriverName() {
        return driverName;
    }

    public void setDriverName(String driverName) {
        this.driverName = driverName;
    }

    public int getOwnerMatches() {
        return ownerMatches;
    }

    public void setOwnerMatches(int ownerMatches) {
        this.ownerMatches = ownerMatches;
    }

    public int getReason() {
        return reason;
    }

    public void setReason(int reason) {
        this.reason = reason;
    }
}
