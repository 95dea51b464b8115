package org.example.sousveil.decide_role;

/** An invented account. */
public class Account {
    private int role;

    public int getRole() {
        return role;
    }

    public void setRole(int role) {
        this.role = role;
    }
}
