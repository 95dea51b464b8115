package org.example.sousveil.decide_measures;

import android.app.Activity;
import android.os.Bundle;
import android.text.TextUtils;
import android.view.View;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.TextView;
import android.widget.Toast;
import org.json.JSONException;
import org.json.JSONObject;

/** A code with three ordered actions, and a form that cannot be sent before the third is confirmed. */
public class MainActivity extends Activity {
    private Guest guest;
    private TextView nameText;
    private TextView measureText;
    private LinearLayout registerPanel;
    private LinearLayout questionPanel;
    private LinearLayout arrestPanel;
    private EditText phoneEdit;
    private CheckBox arrestedCheck;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout all = new LinearLayout(this);
        nameText = new TextView(this);
        measureText = new TextView(this);
        registerPanel = new LinearLayout(this);
        questionPanel = new LinearLayout(this);
        arrestPanel = new LinearLayout(this);
        phoneEdit = new EditText(this);
        arrestedCheck = new CheckBox(this);
        Button send = new Button(this);
        send.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                submit();
            }
        });
        all.addView(send);
        setContentView(all);
        try {
            parse(getIntent().getStringExtra("answer"));
        } catch (JSONException e) {
            guest = null;
        }
        if (guest != null) {
            fill();
        }
    }

    private void parse(String answer) throws JSONException {
        JSONObject from = new JSONObject(answer);
        guest = new Guest();
        guest.setName(from.optString("name"));
        guest.setIdCard(from.optString("idCard"));
        guest.setMeasure(Integer.valueOf(from.optInt("measure")));
    }

    private void fill() {
        nameText.setText(guest.getName());
        measureText.setText(guest.getMeasureName());
        registerPanel.setVisibility(View.GONE);
        questionPanel.setVisibility(View.GONE);
        arrestPanel.setVisibility(View.GONE);
        if (guest.getMeasure() != null) {
            if (guest.getMeasure().intValue() == 1) {
                registerPanel.setVisibility(View.VISIBLE);
            }
            if (guest.getMeasure().intValue() == 2) {
                questionPanel.setVisibility(View.VISIBLE);
            }
            if (guest.getMeasure().intValue() == 3) {
                arrestPanel.setVisibility(View.VISIBLE);
            }
        }
    }

    private String check() {
        if (TextUtils.isEmpty(phoneEdit.getText())) {
            return "请填写手机号";
        }
        if (arrestPanel.getVisibility() == View.VISIBLE && !arrestedCheck.isChecked()) {
            return "请确认人员已拘捕";
        }
        return null;
    }

    private void submit() {
        String wrong = check();
        if (!TextUtils.isEmpty(wrong)) {
            Toast.makeText(this, wrong, Toast.LENGTH_SHORT).show();
            return;
        }
        Post.send(guest.getIdCard() + phoneEdit.getText());
    }
}
