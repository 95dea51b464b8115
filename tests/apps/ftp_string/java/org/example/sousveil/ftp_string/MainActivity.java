package org.example.sousveil.ftp_string;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.net.URL;

/** Opens an FTP address given as a text, with a made-up login in it. */
public class MainActivity extends Activity {
    private static final String TAG = "ftp_string";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try {
                URL server = new URL("ftp://user:example@192.0.2.30/in/");
                Log.d(TAG, "length " + server.openConnection().getContentLength());
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
