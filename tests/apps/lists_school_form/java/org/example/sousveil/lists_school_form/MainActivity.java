package org.example.sousveil.lists_school_form;

import android.app.Activity;
import android.os.Bundle;
import android.widget.ArrayAdapter;
import android.widget.Spinner;

/** Innocent twin: a form of a school with its choices. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Spinner choices = new Spinner(this);
        choices.setAdapter(ArrayAdapter.createFromResource(this, R.array.lessons, android.R.layout.simple_list_item_1));
        Spinner parents = new Spinner(this);
        parents.setAdapter(ArrayAdapter.createFromResource(this, R.array.parent, android.R.layout.simple_list_item_1));
        setContentView(choices);
    }
}
