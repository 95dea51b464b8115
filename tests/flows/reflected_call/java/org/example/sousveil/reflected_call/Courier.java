package org.example.sousveil.reflected_call;


/** Is called by name. */
public class Courier {
    /** Posts a text. */
    public void carry(String text, int times) {
        for (int at = 0; at < times; at++) {
            Wire.post(text);
        }
    }
}
