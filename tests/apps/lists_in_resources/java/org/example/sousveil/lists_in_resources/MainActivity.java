package org.example.sousveil.lists_in_resources;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.util.Arrays;

/** Reads its arrays; one that nobody reads and one without entries stand beside them. */
public class MainActivity extends Activity {
    private static final String TAG = "lists_in_resources";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        String given = getIntent().getStringExtra("blood");
        String[] names = getResources().getStringArray(R.array.blood_names);
        String[] codes = getResources().getStringArray(R.array.blood_values);
        Log.i(TAG, names.length + " " + codes.length);
        for (String tool : getResources().getStringArray(R.array.tools)) {
            if (tool.equalsIgnoreCase(given)) {
                mark(tool);
            }
        }
        String[] black = getResources().getStringArray(R.array.black_list);
        Log.i(TAG, "" + Arrays.asList(black).contains(given));
    }

    private void mark(String tool) {
        setTitle(tool);
    }
}
