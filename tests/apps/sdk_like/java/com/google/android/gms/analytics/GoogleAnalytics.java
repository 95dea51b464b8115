package com.google.android.gms.analytics;

/** An empty shape with a tracker's name, written for this app; it does nothing. */
public class GoogleAnalytics {
}
