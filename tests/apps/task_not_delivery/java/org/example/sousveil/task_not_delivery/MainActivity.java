package org.example.sousveil.task_not_delivery;

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

/** A delivery: the order is shown, questions are answered, the answers are sent. */
public class MainActivity extends Activity {
    private TextView nameText;
    private TextView addressText;
    private TextView numberText;
    private RadioButton deliveredYes;
    private RadioButton deliveredNo;
    private CheckBox repairBox;
    private CheckBox guestsBox;
    private CheckBox otherBox;
    private EditText noteEdit;
    private EditText phoneEdit;
    private Order given;
    private final OrderResult sent = new OrderResult();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout form = new LinearLayout(this);
        nameText = new TextView(this);
        addressText = new TextView(this);
        numberText = new TextView(this);
        deliveredYes = new RadioButton(this);
        deliveredNo = new RadioButton(this);
        repairBox = new CheckBox(this);
        guestsBox = new CheckBox(this);
        otherBox = new CheckBox(this);
        noteEdit = new EditText(this);
        phoneEdit = new EditText(this);
        form.addView(nameText);
        form.addView(addressText);
        form.addView(numberText);
        form.addView(deliveredYes);
        form.addView(deliveredNo);
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
        given = new Order();
        given.setName(answer.getString("name"));
        given.setAddress(answer.getString("address"));
        given.setPhone(answer.getString("phone"));
        given.setEmail(answer.getString("email"));
        given.setItem(answer.getString("item"));
        show();
    }

    private void show() {
        nameText.setText(given.getName());
        addressText.setText(given.getAddress());
        numberText.setText(given.getItem());
    }

    private boolean empty(EditText entry, String message) {
        if (entry.getText().toString().isEmpty()) {
            Toast.makeText(this, message, Toast.LENGTH_SHORT).show();
            return true;
        }
        return false;
    }

    private boolean answered() {
        if (!deliveredYes.isChecked() && !deliveredNo.isChecked()) {
            Toast.makeText(this, "Please say whether it was handed over", Toast.LENGTH_SHORT).show();
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
        if (deliveredYes.isChecked()) {
            sent.setDelivered("1");
        } else if (deliveredNo.isChecked()) {
            sent.setDelivered("2");
        }
        sent.setReason(repairBox.isChecked() ? "1" : "2");
        sent.setNote(noteEdit.getText().toString());
        sent.setEmail(given.getEmail());
        sent.setAddress(given.getAddress());
        sent.setPhone(phoneEdit.getText().toString());
        try {
            JSONObject out = new JSONObject();
            out.put("delivered", sent.getDelivered());
            out.put("email", sent.getEmail());
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
