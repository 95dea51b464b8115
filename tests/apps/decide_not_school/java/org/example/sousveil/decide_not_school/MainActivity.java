package org.example.sousveil.decide_not_school;

import android.app.Activity;
import android.os.Bundle;
import android.text.TextUtils;
import android.view.View;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.RadioGroup;
import android.widget.TextView;
import android.widget.Toast;

/** A form of an invented school: pupils, guardians, who collects the child. */
public class MainActivity extends Activity {
    private final Pupil pupil = new Pupil();
    private EditText nameEdit;
    private EditText guardianEdit;
    private EditText reasonEdit;
    private RadioGroup collectGroup;
    private CheckBox agreeCheck;
    private LinearLayout busPanel;
    private TextView kindText;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        nameEdit = new EditText(this);
        guardianEdit = new EditText(this);
        reasonEdit = new EditText(this);
        collectGroup = new RadioGroup(this);
        agreeCheck = new CheckBox(this);
        busPanel = new LinearLayout(this);
        kindText = new TextView(this);
        Button send = new Button(this);
        send.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                submit();
            }
        });
        setContentView(send);
        pupil.setTransport(getIntent().getIntExtra("transport", 0));
        busPanel.setVisibility(View.GONE);
        if (pupil.getTransport() == 1) {
            busPanel.setVisibility(View.VISIBLE);
        }
        switch (pupil.getTransport()) {
            case 1:
                kindText.setText("乘校车");
                break;
            case 2:
                kindText.setText("家长接送");
                break;
            default:
                kindText.setText("自己回家");
        }
    }

    private void submit() {
        if (TextUtils.isEmpty(nameEdit.getText())) {
            Toast.makeText(this, "请填写学生姓名", Toast.LENGTH_SHORT).show();
            return;
        }
        if (TextUtils.isEmpty(guardianEdit.getText())) {
            Toast.makeText(this, "请填写监护人身份证号", Toast.LENGTH_SHORT).show();
            return;
        }
        if (pupil.getTransport() == 2 && TextUtils.isEmpty(reasonEdit.getText())) {
            Toast.makeText(this, "请填写接送人并上报学校", Toast.LENGTH_SHORT).show();
            return;
        }
        if (!agreeCheck.isChecked()) {
            Toast.makeText(this, "请先同意收集信息说明", Toast.LENGTH_SHORT).show();
            return;
        }
        Post.send(nameEdit.getText().toString());
    }
}
