package org.example.sousveil.mail_send;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Sends mail itself, by speaking SMTP over a socket. */
public class MainActivity extends Activity {
    private static final String TAG = "mail_send";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> {
            try (Socket line = new Socket("smtp.example.org", 25)) {
                OutputStream out = line.getOutputStream();
                out.write("EHLO example\r\nMAIL FROM:<a@example.org>\r\n".getBytes("US-ASCII"));
                out.write("RCPT TO:<b@example.org>\r\nDATA\r\n".getBytes("US-ASCII"));
            } catch (IOException e) {
                Log.w(TAG, "not sent");
            }
        }).start();
    }
}
