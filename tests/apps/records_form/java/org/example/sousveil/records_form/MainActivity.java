package org.example.sousveil.records_form;

import android.app.Activity;
import android.os.Bundle;
import android.text.TextUtils;
import android.view.View;
import android.widget.EditText;
import android.widget.Spinner;
import android.widget.Toast;

public class MainActivity extends Activity implements View.OnClickListener {
    private EditText name;
    private Spinner blood;
    private EditText passport;
    private EditText reason;
    private View abroad;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.visit);
        name = (EditText) findViewById(R.id.et_name);
        blood = (Spinner) findViewById(R.id.sp_blood);
        passport = (EditText) findViewById(R.id.et_passport);
        reason = (EditText) findViewById(R.id.et_reason);
        abroad = findViewById(R.id.abroad_group);
        if (getIntent().getIntExtra("theme", 0) == 3) {
            abroad.setVisibility(View.VISIBLE);
        }
    }

    @Override
    public void onClick(View button) {
        String typed = name.getText().toString();
        if (TextUtils.isEmpty(typed)) {
            Toast.makeText(this, getString(R.string.no_name), Toast.LENGTH_SHORT).show();
            return;
        }
        Person person = new Person();
        person.setName(typed);
        person.setBlood(blood.getSelectedItemPosition());
        if (abroad.getVisibility() == View.VISIBLE) {
            person.setPassport(passport.getText().toString());
            person.setReason(reason.getText().toString());
        }
        Post.send("name=" + person.getName() + "&blood=" + person.getBlood() + "&passport=" + person.getPassport()
                + "&reason=" + person.getReason() + "&officer=" + getPackageName());
    }
}
