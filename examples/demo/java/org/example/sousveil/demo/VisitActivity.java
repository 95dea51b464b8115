package org.example.sousveil.demo;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.CheckBox;
import android.widget.Spinner;
import android.widget.TextView;
import android.widget.Toast;
import java.util.List;

/** The form an officer fills in at a household's door. */
public class VisitActivity extends Activity implements View.OnClickListener {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.visit);
        findViewById(R.id.submit).setOnClickListener(this);
    }

    /** Bound by android:onClick in the layout. */
    public void checkPhone(View button) {
        List<String> found = AppCheck.found(getPackageManager());
        Toast.makeText(this, getString(R.string.found) + found, Toast.LENGTH_LONG).show();
    }

    @Override
    public void onClick(View button) {
        Visit visit = new Visit();
        visit.name = text(R.id.name);
        visit.idNumber = text(R.id.id_number);
        visit.phone = text(R.id.phone);
        visit.ethnicity = text(R.id.ethnicity);
        visit.religion = text(R.id.religion);
        visit.bloodType = text(R.id.blood_type);
        visit.reason = ((Spinner) findViewById(R.id.reason)).getSelectedItemPosition();
        visit.abroad = ((CheckBox) findViewById(R.id.abroad)).isChecked();
        if (visit.idNumber.isEmpty()) {
            ((TextView) findViewById(R.id.id_number)).setError(getString(R.string.id_number));
            return;
        }
        Operator.attach(this, visit);
        new VisitTable(this).insert(visit);
        startService(new Intent(this, UploadService.class));
    }

    private String text(int id) {
        return ((TextView) findViewById(id)).getText().toString();
    }
}
