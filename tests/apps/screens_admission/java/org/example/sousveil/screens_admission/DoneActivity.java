package org.example.sousveil.screens_admission;

import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.TextView;

/** Built without a layout. */
public class DoneActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout box = new LinearLayout(this);
        TextView text = new TextView(this);
        text.setText(R.string.list_title);
        EditText note = new EditText(this);
        box.addView(text);
        box.addView(note);
        setContentView(box);
        setTitle("Done");
    }
}
