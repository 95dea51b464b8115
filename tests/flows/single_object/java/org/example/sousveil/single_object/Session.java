package org.example.sousveil.single_object;


/** The one session of the process. */
enum Session {
    ONE;

    private final Owner owner = new Owner();

    static Session current() {
        return ONE;
    }

    Owner owner() {
        return owner;
    }
}
