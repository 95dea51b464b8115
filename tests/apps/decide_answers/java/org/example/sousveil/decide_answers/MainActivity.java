package org.example.sousveil.decide_answers;

import android.app.Activity;
import android.os.Bundle;
import android.text.TextUtils;
import android.view.View;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.RadioButton;
import android.widget.Toast;

/** Answers of an operator become codes; one of them asks the police to check an invented household. */
public class MainActivity extends Activity {
    private final Visit visit = new Visit();
    private LinearLayout policePanel;
    private RadioButton policeYes;
    private RadioButton policeNo;
    private CheckBox suspiciousBox;
    private CheckBox guestsBox;
    private EditText policeReasonEdit;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        policePanel = new LinearLayout(this);
        policeYes = new RadioButton(this);
        policeNo = new RadioButton(this);
        suspiciousBox = new CheckBox(this);
        guestsBox = new CheckBox(this);
        policeReasonEdit = new EditText(this);
        Button send = new Button(this);
        send.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                submit();
            }
        });
        setContentView(send);
        String privilege = getSharedPreferences("who", MODE_PRIVATE).getString("privilege", "");
        if ("2".equals(privilege)) {
            policePanel.setVisibility(View.GONE);
        } else {
            policePanel.setVisibility(View.VISIBLE);
        }
    }

    private void submit() {
        String wrong = null;
        if (!suspiciousBox.isChecked() && !guestsBox.isChecked()) {
            wrong = "Please choose why the household stands out";
        }
        if (TextUtils.isEmpty(wrong) && !policeYes.isChecked() && !policeNo.isChecked()) {
            wrong = "Please say whether the police must check the residents";
        }
        if (!TextUtils.isEmpty(wrong)) {
            Toast.makeText(this, wrong, Toast.LENGTH_SHORT).show();
            return;
        }
        if (policeYes.isChecked()) {
            visit.setPoliceCheck("1");
            visit.setPoliceReason(policeReasonEdit.getText().toString());
        } else if (policeNo.isChecked()) {
            visit.setPoliceCheck("2");
        }
        visit.setReason(suspiciousBox.isChecked() ? "5" : "1");
        Post.send(visit.getPoliceCheck() + visit.getPoliceReason() + visit.getReason());
    }
}
