package org.example.sousveil.screens_admission;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.ListView;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
        ListView list = (ListView) findViewById(R.id.patients);
        list.setAdapter(new Patients(this));
    }

    public void add(View view) {
        startActivity(new Intent(this, FormActivity.class));
    }
}
