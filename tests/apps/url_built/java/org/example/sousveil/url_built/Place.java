package org.example.sousveil.url_built;

/** The first part of the address; not a constant the compiler folds. */
class Place {
    static final String BASE = "https://" + host() + ":8443";

    private Place() {
    }

    private static String host() {
        return new StringBuilder("data").append(".example.org").toString();
    }

    static String version() {
        return "v2";
    }
}
