package org.example.sousveil.accessibility_gestures;

import android.accessibilityservice.AccessibilityService;
import android.accessibilityservice.GestureDescription;
import android.graphics.Path;
import android.view.accessibility.AccessibilityEvent;

/** Bound by the system once the person allows it. */
public class Reader extends AccessibilityService {
    @Override
    public void onAccessibilityEvent(AccessibilityEvent event) {
        performGlobalAction(GLOBAL_ACTION_HOME);
        Path path = new Path();
        path.moveTo(1f, 1f);
        GestureDescription.StrokeDescription tap =
                new GestureDescription.StrokeDescription(path, 0L, 50L);
        dispatchGesture(new GestureDescription.Builder().addStroke(tap).build(), null, null);
    }

    @Override
    public void onInterrupt() {
    }
}
