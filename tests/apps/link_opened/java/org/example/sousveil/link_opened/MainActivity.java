package org.example.sousveil.link_opened;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.widget.Button;

/** Opens a page in the browser when a button is pressed. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button more = new Button(this);
        more.setText("more");
        more.setOnClickListener(view ->
                startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse("https://www.example.org/help"))));
        setContentView(more);
    }
}
