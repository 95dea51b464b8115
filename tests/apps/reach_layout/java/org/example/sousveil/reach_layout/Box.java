package org.example.sousveil.reach_layout;

import android.content.Context;
import android.os.Build;
import android.util.AttributeSet;
import android.util.Log;
import android.view.View;

/** Made from the layout. */
public class Box extends View {
    public Box(Context context, AttributeSet attributes) {
        super(context, attributes);
        Log.d("reach_layout", "model " + Build.MODEL);
    }
}
