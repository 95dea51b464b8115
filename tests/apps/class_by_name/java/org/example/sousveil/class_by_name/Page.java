package org.example.sousveil.class_by_name;

/** Found by its name. */
public class Page {
    @Override
    public String toString() {
        return "page";
    }
}
