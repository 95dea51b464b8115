package org.example.sousveil.thrown_text;


/** The phone is not allowed. */
class NotAllowed extends Exception {
    private static final long serialVersionUID = 1L;

    NotAllowed(String why) {
        super(why);
    }
}
