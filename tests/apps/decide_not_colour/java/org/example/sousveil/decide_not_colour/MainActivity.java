package org.example.sousveil.decide_not_colour;

import android.app.Activity;
import android.graphics.Color;
import android.os.Bundle;
import android.widget.TextView;
import android.widget.Toast;

/** Picks a colour, and says it in that colour. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView name = new TextView(this);
        setContentView(name);
        int colour = getIntent().getIntExtra("colour", 0);
        switch (colour) {
            case 1:
                name.setText("红色");
                name.setTextColor(Color.RED);
                break;
            case 2:
                name.setText("绿色");
                name.setTextColor(Color.GREEN);
                break;
            default:
                Toast.makeText(this, "请选择颜色", Toast.LENGTH_SHORT).show();
        }
    }
}
