package org.example.sousveil.task_household;

import android.app.Activity;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.RadioButton;
import android.widget.TextView;
import android.widget.Toast;

import org.json.JSONException;
import org.json.JSONObject;

/** A visit to a household: what a server gave is shown, questions are answered, the answers are sent. */
public class MainActivity extends Activity {
    private TextView nameText;
    private TextView addressText;
    private TextView numberText;
    private RadioButton policeCheckYes;
    private RadioButton policeCheckNo;
    private CheckBox repairBox;
    private CheckBox guestsBox;
    private CheckBox otherBox;
    private EditText noteEdit;
    private EditText phoneEdit;
    private Household given;
    private final HouseholdResult sent = new HouseholdResult();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout form = new LinearLayout(this);
        nameText = new TextView(this);
        addressText = new TextView(this);
        numberText = new TextView(this);
        policeCheckYes = new RadioButton(this);
        policeCheckNo = new RadioButton(this);
        repairBox = new CheckBox(this);
        guestsBox = new CheckBox(this);
        otherBox = new CheckBox(this);
        noteEdit = new EditText(this);
        phoneEdit = new EditText(this);
        form.addView(nameText);
        form.addView(addressText);
        form.addView(numberText);
        form.addView(policeCheckYes);
        form.addView(policeCheckNo);
        form.addView(repairBox);
        form.addView(guestsBox);
        form.addView(otherBox);
        form.addView(noteEdit);
        form.addView(phoneEdit);
        TextView done = new TextView(this);
        done.setOnClickListener(view -> submit());
        form.addView(done);
        setContentView(form);
    }

    /** What a server answered. */
    public void onResponse(JSONObject answer) throws JSONException {
        given = new Household();
        given.setName(answer.getString("name"));
        given.setAddress(answer.getString("address"));
        given.setPhone(answer.getString("phone"));
        given.setBirthDate(answer.getString("birthDate"));
        given.setIdCard(answer.getString("idCard"));
        show();
    }

    private void show() {
        nameText.setText(given.getName());
        addressText.setText(given.getAddress());
        numberText.setText(given.getIdCard());
    }

    private boolean empty(EditText entry, String message) {
        if (entry.getText().toString().isEmpty()) {
            Toast.makeText(this, message, Toast.LENGTH_SHORT).show();
            return true;
        }
        return false;
    }

    private boolean answered() {
        if (!policeCheckYes.isChecked() && !policeCheckNo.isChecked()) {
            Toast.makeText(this, "Please say whether the police should look into it", Toast.LENGTH_SHORT).show();
            return false;
        }
        if (!repairBox.isChecked() && !guestsBox.isChecked() && !otherBox.isChecked()) {
            Toast.makeText(this, "Please choose a reason", Toast.LENGTH_SHORT).show();
            return false;
        }
        return true;
    }

    private boolean complete() {
        return answered() && !empty(phoneEdit, "Please enter a telephone number");
    }

    private void submit() {
        if (!complete()) {
            return;
        }
        if (policeCheckYes.isChecked()) {
            sent.setPoliceCheck("1");
        } else if (policeCheckNo.isChecked()) {
            sent.setPoliceCheck("2");
        }
        sent.setReason(repairBox.isChecked() ? "1" : "2");
        sent.setNote(noteEdit.getText().toString());
        sent.setIdCard(given.getIdCard());
        sent.setAddress(given.getAddress());
        sent.setPhone(phoneEdit.getText().toString());
        try {
            JSONObject out = new JSONObject();
            out.put("policeCheck", sent.getPoliceCheck());
            out.put("idCard", sent.getIdCard());
            out.put("address", sent.getAddress());
            out.put("reason", sent.getReason());
            out.put("note", sent.getNote());
            out.put("phone", sent.getPhone());
            Link.send(out.toString());
        } catch (JSONException broken) {
            finish();
        }
    }
}
