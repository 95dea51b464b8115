package org.example.sousveil.decide_not_parcel;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Context;
import android.os.Bundle;
import android.os.Vibrator;
import android.view.View;
import android.widget.Button;
import android.widget.CheckBox;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.TextView;
import android.widget.Toast;

/** An invented delivery: parcels are handed over, refused, reported as damaged, kept at a shop. */
public class MainActivity extends Activity {
    private final Parcel parcel = new Parcel();
    private TextView stateText;
    private LinearLayout refusePanel;
    private EditText reasonEdit;
    private CheckBox damagedBox;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        stateText = new TextView(this);
        refusePanel = new LinearLayout(this);
        reasonEdit = new EditText(this);
        damagedBox = new CheckBox(this);
        Button done = new Button(this);
        done.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                submit();
            }
        });
        setContentView(done);
        parcel.setState(getIntent().getIntExtra("state", 0));
        parcel.setRecipientName(getIntent().getStringExtra("recipient"));
        parcel.setRecipientPhone(getIntent().getStringExtra("phone"));
        show();
    }

    private void show() {
        switch (parcel.getState()) {
            case 1:
                stateText.setText("Call the customer");
                break;
            case 2:
                stateText.setText("Refuse parcel and report damage");
                refusePanel.setVisibility(View.VISIBLE);
                break;
            case 3:
                stateText.setText("Keep at the shop, check ID of recipient");
                break;
            case 4:
                stateText.setText("Block delivery: wrong address");
                ((Vibrator) getSystemService(Context.VIBRATOR_SERVICE)).vibrate(200);
                break;
            default:
                stateText.setText("On the way");
        }
    }

    private void submit() {
        if (parcel.getState() == 2 && reasonEdit.getText().length() == 0) {
            Toast.makeText(this, "Please say why you refuse", Toast.LENGTH_SHORT).show();
            return;
        }
        if (parcel.getState() == 0) {
            new AlertDialog.Builder(this).setMessage("Delete this task?").show();
            return;
        }
        parcel.setReport(damagedBox.isChecked() ? "1" : "2");
        if (damagedBox.isChecked()) {
            parcel.setReport("3");
        }
        Post.send(parcel.getRecipientName() + parcel.getReport());
    }
}
