package com.google.firebase.database;

/** An empty shape with the name of a client class, written for this app; it stores nothing. */
public class DatabaseReference {
    public void setValue(Object value) {
    }
}
