package org.example.sousveil.decide_mismatch;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.widget.ArrayAdapter;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.Spinner;
import android.widget.Toast;

/** An invented check of drivers: who is not the owner chooses a reason, and one of them asks for the police. */
public class MainActivity extends Activity {
    private final Crossing crossing = new Crossing();
    private Spinner reasonSpinner;
    private EditText noteEdit;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(R.string.owner_title);
        reasonSpinner = new Spinner(this);
        reasonSpinner.setAdapter(new ArrayAdapter<>(
                this, android.R.layout.simple_spinner_item, getResources().getStringArray(R.array.reasons)));
        noteEdit = new EditText(this);
        Button send = new Button(this);
        send.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                submit();
            }
        });
        LinearLayout all = new LinearLayout(this);
        all.addView(reasonSpinner);
        all.addView(noteEdit);
        all.addView(send);
        setContentView(all);
        crossing.setDriverName(getIntent().getStringExtra("driver"));
        crossing.setOwnerMatches(getIntent().getIntExtra("matches", 1));
    }

    private void submit() {
        crossing.setReason(reasonSpinner.getSelectedItemPosition());
        if (crossing.getOwnerMatches() == 2 && noteEdit.getText().toString().isEmpty()) {
            Toast.makeText(this, R.string.fill_reason, Toast.LENGTH_LONG).show();
            return;
        }
        if (crossing.getOwnerMatches() == 2 && crossing.getReason() == 2) {
            new AlertDialog.Builder(this).setMessage(R.string.call_police).show();
            startActivity(new Intent(Intent.ACTION_DIAL, Uri.parse("tel:0")));
            return;
        }
        Post.send(crossing.getDriverName() + " " + noteEdit.getText());
    }
}
