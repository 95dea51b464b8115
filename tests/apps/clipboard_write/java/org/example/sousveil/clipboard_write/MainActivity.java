package org.example.sousveil.clipboard_write;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.os.Bundle;
import android.widget.Button;

/** Puts a text of its own on the clipboard when a button is pressed. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button copy = new Button(this);
        copy.setText("copy");
        copy.setOnClickListener(view -> {
            ClipboardManager board = (ClipboardManager) getSystemService(CLIPBOARD_SERVICE);
            board.setPrimaryClip(ClipData.newPlainText("text", "example"));
        });
        setContentView(copy);
    }
}
