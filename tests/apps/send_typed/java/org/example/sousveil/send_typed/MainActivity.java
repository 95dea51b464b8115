package org.example.sousveil.send_typed;

import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;

/** Posts what is typed into a field. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        EditText field = new EditText(this);
        setContentView(field);
        field.setOnClickListener(view -> Line.post(field.getText().toString().getBytes()));
    }
}
