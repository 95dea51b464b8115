package org.example.sousveil.decide_role;

import android.app.Activity;
import android.os.Bundle;
import android.view.View;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.Toast;

/** Only who has a role may put an invented person on a list. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        final Account account = new Account();
        account.setRole(getIntent().getIntExtra("role", 0));
        final String suspect = getIntent().getStringExtra("suspectName");
        Button blacklist = new Button(this);
        blacklist.setText("إضافة إلى القائمة السوداء");
        blacklist.setVisibility(View.GONE);
        if (account.getRole() == 7) {
            blacklist.setVisibility(View.VISIBLE);
        }
        blacklist.setOnClickListener(new View.OnClickListener() {
            @Override
            public void onClick(View view) {
                if (account.getRole() == 7 && suspect.length() > 0) {
                    Toast.makeText(MainActivity.this, "أضيف المشتبه به إلى القائمة السوداء", Toast.LENGTH_SHORT).show();
                    Post.send(suspect);
                }
            }
        });
        LinearLayout all = new LinearLayout(this);
        all.addView(blacklist);
        setContentView(all);
    }
}
