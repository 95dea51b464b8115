package org.example.sousveil.preference_field;

import android.content.Context;
import android.content.SharedPreferences;

/** One setting. */
class Store {
    private final SharedPreferences all;
    private final String slot;

    Store(Context context, String slot) {
        this.all = context.getSharedPreferences("store", Context.MODE_PRIVATE);
        this.slot = slot;
    }

    void keep(String text) {
        all.edit().putString(slot, text).apply();
    }

    String taken() {
        return all.getString(slot, "");
    }
}
