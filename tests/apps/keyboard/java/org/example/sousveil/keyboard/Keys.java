package org.example.sousveil.keyboard;

import android.inputmethodservice.InputMethodService;
import android.util.Log;
import android.view.KeyEvent;

/** Bound by the system when the person picks this keyboard. */
public class Keys extends InputMethodService {
    @Override
    public boolean onKeyDown(int code, KeyEvent event) {
        Log.d("keyboard", "a key");
        return super.onKeyDown(code, event);
    }
}
