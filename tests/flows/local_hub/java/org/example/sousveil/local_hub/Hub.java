package org.example.sousveil.local_hub;

import android.content.Intent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands intents to those who joined. */
final class Hub {
    /** Hears intents. */
    interface Ear {
        void hear(Intent said);
    }

    private static Hub one;
    private final Map<String, List<Ear>> ears = new HashMap<>();

    private Hub() {
    }

    static synchronized Hub get() {
        if (one == null) {
            one = new Hub();
        }
        return one;
    }

    void join(String topic, Ear ear) {
        List<Ear> those = ears.get(topic);
        if (those == null) {
            those = new ArrayList<>();
            ears.put(topic, those);
        }
        those.add(ear);
    }

    void tell(Intent said) {
        List<Ear> those = ears.get(said.getAction());
        if (those != null) {
            for (Ear ear : those) {
                ear.hear(said);
            }
        }
    }
}
