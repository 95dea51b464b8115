package org.example.sousveil.backup_allowed;

import android.app.Activity;
import android.os.Bundle;

/** Lets its data be copied by backup, said outright. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
