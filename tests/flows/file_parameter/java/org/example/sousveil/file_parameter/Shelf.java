package org.example.sousveil.file_parameter;

import android.content.Context;
import android.util.Log;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;

/** Texts by word. */
final class Shelf {
    private Shelf() {
    }

    static void write(Context context, String word, String text) {
        try (Writer out = new FileWriter(new File(context.getFilesDir(), word + ".txt"))) {
            out.write(text);
        } catch (IOException e) {
            Log.w("file_parameter", "not kept");
        }
    }

    static String read(Context context, String word) {
        StringBuilder all = new StringBuilder();
        try (FileReader in = new FileReader(new File(context.getFilesDir(), word + ".txt"))) {
            for (int one = in.read(); one >= 0; one = in.read()) {
                all.append((char) one);
            }
        } catch (IOException e) {
            Log.w("file_parameter", "not read");
        }
        return all.toString();
    }
}
