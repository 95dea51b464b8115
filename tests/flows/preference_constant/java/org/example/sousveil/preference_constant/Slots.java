package org.example.sousveil.preference_constant;


/** Names of settings. */
final class Slots {
    static final String FILE;
    static final String FIRST;
    static final String SECOND;

    static {
        String stem = "slot";
        FILE = stem + "s";
        FIRST = stem + "_1";
        SECOND = stem + "_2";
    }

    private Slots() {
    }
}
