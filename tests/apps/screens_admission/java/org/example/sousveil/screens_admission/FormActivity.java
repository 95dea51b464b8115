package org.example.sousveil.screens_admission;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.DialogInterface;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.CheckBox;
import android.widget.CompoundButton;
import android.widget.EditText;
import android.widget.Spinner;

public class FormActivity extends Activity implements View.OnClickListener {
    private EditText name;
    private View guestName;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.form);
        name = (EditText) findViewById(R.id.et_name);
        guestName = findViewById(R.id.guest_name);
        Spinner blood = (Spinner) findViewById(R.id.blood);
        blood.setAdapter(new ArrayAdapter<CharSequence>(this, android.R.layout.simple_spinner_item,
                getResources().getTextArray(R.array.bloods)));
        CheckBox guest = (CheckBox) findViewById(R.id.guest);
        guest.setOnCheckedChangeListener(new CompoundButton.OnCheckedChangeListener() {
            @Override
            public void onCheckedChanged(CompoundButton button, boolean on) {
                if (on) {
                    guestName.setVisibility(View.VISIBLE);
                } else {
                    guestName.setVisibility(View.GONE);
                }
            }
        });
        findViewById(R.id.save).setOnClickListener(this);
        findViewById(R.id.clear).setOnClickListener(this);
    }

    @Override
    public void onClick(View view) {
        switch (view.getId()) {
            case R.id.save:
                ask();
                break;
            case R.id.clear:
                name.setText("");
                finish();
                break;
            default:
                break;
        }
    }

    private void ask() {
        AlertDialog.Builder builder = new AlertDialog.Builder(this);
        builder.setMessage(R.string.sure);
        builder.setPositiveButton(R.string.yes, new DialogInterface.OnClickListener() {
            @Override
            public void onClick(DialogInterface dialog, int which) {
                startActivity(new Intent(FormActivity.this, DoneActivity.class));
            }
        });
        builder.show();
    }
}
