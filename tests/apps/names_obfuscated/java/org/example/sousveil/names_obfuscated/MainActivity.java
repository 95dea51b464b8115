package org.example.sousveil.names_obfuscated;

import android.app.Activity;
import android.os.Bundle;

/** Has most of its classes and methods named with one letter. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(new p.q.b().a(getPackageName()));
    }
}
