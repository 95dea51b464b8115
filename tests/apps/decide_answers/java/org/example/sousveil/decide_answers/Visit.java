package org.example.sousveil.decide_answers;

/** An invented visit to an invented household. */
public class Visit {
    private String policeCheck;
    private String policeReason;
    private String reason;

    public String getPoliceCheck() {
        return policeCheck;
    }

    public void setPoliceCheck(String policeCheck) {
        this.policeCheck = policeCheck;
    }

    public String getPoliceReason() {
        return policeReason;
    }

    public void setPoliceReason(String policeReason) {
        this.policeReason = policeReason;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
