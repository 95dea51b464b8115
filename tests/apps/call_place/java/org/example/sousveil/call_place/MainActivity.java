package org.example.sousveil.call_place;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;

/** Calls a number without asking; the number cannot exist. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startActivity(new Intent(Intent.ACTION_CALL, Uri.parse("tel:+10005550100")));
    }
}
