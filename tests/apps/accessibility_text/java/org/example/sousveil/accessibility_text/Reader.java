package org.example.sousveil.accessibility_text;

import android.accessibilityservice.AccessibilityService;
import android.util.Log;
import android.view.accessibility.AccessibilityEvent;
import android.view.accessibility.AccessibilityNodeInfo;

/** Bound by the system once the person allows it. */
public class Reader extends AccessibilityService {
    @Override
    public void onAccessibilityEvent(AccessibilityEvent event) {
        AccessibilityNodeInfo node = event.getSource();
        if (node != null && node.getText() != null) {
            Log.d("accessibility_text", "length " + node.getText().length());
        }
    }

    @Override
    public void onInterrupt() {
    }
}
