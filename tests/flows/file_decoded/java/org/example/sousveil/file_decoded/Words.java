package org.example.sousveil.file_decoded;


/** Spells names. */
final class Words {
    private Words() {
    }

    static String turn(String text) {
        char[] all = text.toCharArray();
        for (int low = 0, high = all.length - 1; low < high; low++, high--) {
            char kept = all[low];
            all[low] = all[high];
            all[high] = kept;
        }
        return new String(all);
    }

    static String mask(String text, int by) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            plain.append((char) (text.charAt(at) ^ by));
        }
        return plain.toString();
    }
}
