package org.example.sousveil.contacts_dead;

import android.app.Activity;
import android.os.Bundle;

/** Holds code that reads the address book, which nothing reaches. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
