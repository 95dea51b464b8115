package org.example.sousveil.keylog_view;

import android.app.Activity;
import android.os.Bundle;
import android.text.Editable;
import android.text.InputType;
import android.text.TextWatcher;
import android.util.Log;
import android.widget.EditText;

/** Follows each letter typed into its own password field. */
public class MainActivity extends Activity {
    private static final String TAG = "keylog_view";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        EditText password = new EditText(this);
        password.setInputType(InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_PASSWORD);
        password.addTextChangedListener(new TextWatcher() {
            @Override
            public void beforeTextChanged(CharSequence text, int start, int count, int after) {
            }

            @Override
            public void onTextChanged(CharSequence text, int start, int before, int count) {
                Log.d(TAG, "length " + text.length());
            }

            @Override
            public void afterTextChanged(Editable text) {
            }
        });
        setContentView(password);
    }
}
