package org.example.sousveil.demo;

/** One visit as it is kept and sent. */
class Visit {
    String name;
    String idNumber;
    String phone;
    String ethnicity;
    String religion;
    String bloodType;
    int reason;
    boolean abroad;
    /** The two below stand on no screen. */
    String operatorImei;
    double latitude;
    double longitude;
}
