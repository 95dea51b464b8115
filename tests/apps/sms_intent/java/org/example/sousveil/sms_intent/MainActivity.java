package org.example.sousveil.sms_intent;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;

/** Opens the SMS app with a text; the person sends it. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Intent write = new Intent(Intent.ACTION_SENDTO, Uri.parse("smsto:"));
        write.putExtra("sms_body", "hello");
        startActivity(write);
    }
}
