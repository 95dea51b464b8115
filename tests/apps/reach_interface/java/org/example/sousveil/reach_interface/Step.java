package org.example.sousveil.reach_interface;

/** Something to do. */
interface Step {
    void go();
}
