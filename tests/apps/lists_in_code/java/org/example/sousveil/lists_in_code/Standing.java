package org.example.sousveil.lists_in_code;

/** Kinds of visitors, each with a code and a label. */
enum Standing {
    TENANT("T1", "Tenant"),
    RELATIVE("T2", "Relative"),
    FRIEND("T3", "Friend"),
    NEIGHBOUR("T4", "Neighbour");

    final String code;
    final String label;

    Standing(String code, String label) {
        this.code = code;
        this.label = label;
    }
}
