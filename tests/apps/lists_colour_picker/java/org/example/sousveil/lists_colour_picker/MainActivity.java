package org.example.sousveil.lists_colour_picker;

import android.app.Activity;
import android.graphics.Color;
import android.os.Bundle;
import android.util.Log;
import android.view.View;

/** Innocent twin: a picker of colours. */
public class MainActivity extends Activity {
    private static final String[] NAMES = {"Red", "Green", "Blue", "Yellow"};
    private static final int[] VALUES = {Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW};
    private static final String[] COLUMNS = {"_id", "title", "date_added"};

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        int place = getIntent().getIntExtra("place", 0);
        View view = new View(this);
        view.setBackgroundColor(VALUES[place]);
        setContentView(view);
        Log.i("picker", String.format("%s %s", NAMES[place], COLUMNS.length));
    }
}
