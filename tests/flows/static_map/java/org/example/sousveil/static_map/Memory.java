package org.example.sousveil.static_map;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process remembers. */
final class Memory {
    static final Map<String, String> VALUES = new LinkedHashMap<>();

    private Memory() {
    }
}
