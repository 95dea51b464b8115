package org.example.sousveil.clipboard_read;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.os.Bundle;
import android.util.Log;

/** Reads what was copied. */
public class MainActivity extends Activity {
    private static final String TAG = "clipboard_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        ClipboardManager board = (ClipboardManager) getSystemService(CLIPBOARD_SERVICE);
        board.addPrimaryClipChangedListener(() -> {
            ClipData copied = board.getPrimaryClip();
            if (copied != null) {
                Log.d(TAG, "length " + copied.getItemAt(0).getText().length());
            }
        });
    }
}
