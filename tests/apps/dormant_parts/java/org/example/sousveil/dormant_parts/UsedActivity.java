package org.example.sousveil.dormant_parts;

import android.app.Activity;

/** An empty screen. */
public class UsedActivity extends Activity {}
