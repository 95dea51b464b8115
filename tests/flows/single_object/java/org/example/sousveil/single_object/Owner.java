package org.example.sousveil.single_object;


/** Who a session is of. */
class Owner {
    private String name = "";

    void rename(String to) {
        name = to;
    }

    String name() {
        return name;
    }
}
