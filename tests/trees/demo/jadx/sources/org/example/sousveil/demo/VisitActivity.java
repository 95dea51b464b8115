package org.example.sousveil.demo;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.CheckBox;
import android.widget.Spinner;
import android.widget.TextView;
import android.widget.Toast;

/* loaded from: classes.dex */
public class VisitActivity extends Activity implements View.OnClickListener {
    @Override // android.app.Activity
    protected void onCreate(Bundle bundle) {
        super.onCreate(bundle);
        setContentView(R.layout.visit);
        findViewById(R.id.submit).setOnClickListener(this);
    }

    public void checkPhone(View view) {
        Toast.makeText(this, getString(R.string.found) + AppCheck.found(getPackageManager()), 1).show();
    }

    @Override // android.view.View.OnClickListener
    public void onClick(View view) {
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
        startService(new Intent(this, (Class<?>) UploadService.class));
    }

    private String text(int i) {
        return ((TextView) findViewById(i)).getText().toString();
    }
}
