package org.example.sousveil.file_field;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;

/** Says which file it is. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startService(new Intent(this, Keeper.class).putExtra("place", getIntent().getStringExtra("place")));
    }
}
