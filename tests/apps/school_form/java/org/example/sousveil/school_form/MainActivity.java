package org.example.sousveil.school_form;

import android.app.Activity;
import android.os.Bundle;
import android.widget.EditText;
import android.widget.Toast;
import org.json.JSONException;
import org.json.JSONObject;

/** Enrols a pupil: an ordinary form. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        EditText name = new EditText(this);
        EditText birthday = new EditText(this);
        EditText grade = new EditText(this);
        try {
            JSONObject pupil = new JSONObject();
            if (name.getText().toString().isEmpty()) {
                Toast.makeText(this, "Please enter the name", Toast.LENGTH_SHORT).show();
                return;
            }
            pupil.put("pupilName", name.getText().toString());
            pupil.put("birthday", birthday.getText().toString());
            pupil.put("grade", grade.getText().toString());
            Post.send(pupil.toString());
        } catch (JSONException never) {
            return;
        }
    }
}
