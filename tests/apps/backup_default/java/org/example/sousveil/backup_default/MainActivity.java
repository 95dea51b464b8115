package org.example.sousveil.backup_default;

import android.app.Activity;
import android.os.Bundle;

/** Lets its data be copied by backup, by saying nothing. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
