package org.example.sousveil.screens_colours;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;

public class PickActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.pick);
        findViewById(R.id.show).setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                startActivity(new Intent(PickActivity.this, ShowActivity.class));
            }
        });
    }
}
