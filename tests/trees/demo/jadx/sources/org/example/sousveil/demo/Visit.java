package org.example.sousveil.demo;

/* loaded from: classes.dex */
class Visit {
    boolean abroad;
    String bloodType;
    String ethnicity;
    String idNumber;
    double latitude;
    double longitude;
    String name;
    String operatorImei;
    String phone;
    int reason;
    String religion;

    Visit() {
    }
}
