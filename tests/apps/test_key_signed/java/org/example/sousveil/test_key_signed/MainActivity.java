package org.example.sousveil.test_key_signed;

import android.app.Activity;
import android.os.Bundle;

/** Is signed with a certificate of the name each developer's debug key has. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
