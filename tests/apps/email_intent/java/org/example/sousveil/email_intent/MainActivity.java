package org.example.sousveil.email_intent;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;

/** Opens the mail app with an address; the person writes and sends. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        startActivity(new Intent(Intent.ACTION_SENDTO, Uri.parse("mailto:help@example.org")));
    }
}
