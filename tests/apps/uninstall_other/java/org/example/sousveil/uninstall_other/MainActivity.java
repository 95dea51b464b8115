package org.example.sousveil.uninstall_other;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;

/** Asks to remove another app. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Intent remove = new Intent(Intent.ACTION_DELETE, Uri.parse("package:org.example.other"));
        startActivity(remove);
    }
}
