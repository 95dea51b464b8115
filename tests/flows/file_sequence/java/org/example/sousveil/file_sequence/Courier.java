package org.example.sousveil.file_sequence;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Takes a file. */
final class Courier {
    private Courier() {
    }

    static void take(File place) throws IOException {
        try (InputStream in = new FileInputStream(place)) {
            Wire.post(in);
        }
    }
}
