package org.example.sousveil.preference_sequence;

import android.content.SharedPreferences;

/** Takes a setting. */
final class Courier {
    private Courier() {
    }

    static void take(SharedPreferences kept) {
        Wire.post(kept.getString("number", "none"));
    }
}
