package org.example.sousveil.lists_delivery;

import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Innocent twin: states of a parcel. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle(label(getIntent().getIntExtra("state", 0)));
        Log.i("delivery", "shown");
    }

    private static String label(int state) {
        switch (state) {
            case 0:
                return "Order received";
            case 1:
                return "Packed at the shop";
            case 2:
                return "On its way";
            case 3:
                return "At the door";
            default:
                return "Unknown";
        }
    }
}
