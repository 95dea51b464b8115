package org.example.sousveil.md5_password;

import android.app.Activity;
import android.os.Bundle;
import android.text.InputType;
import android.util.Log;
import android.widget.EditText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes what is typed into a password field with MD5. */
public class MainActivity extends Activity {
    private static final String TAG = "md5_password";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        EditText password = new EditText(this);
        password.setInputType(InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_PASSWORD);
        setContentView(password);
        try {
            byte[] typed = password.getText().toString().getBytes();
            Log.d(TAG, "bytes " + MessageDigest.getInstance("MD5").digest(typed).length);
        } catch (NoSuchAlgorithmException e) {
            Log.w(TAG, "no MD5");
        }
    }
}
