package org.example.sousveil.records_parcel;

import android.app.Activity;
import android.os.Bundle;

public class MainActivity extends Activity {
    static Api api;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Relative one = getIntent().getParcelableExtra("relative");
        if (one != null && api != null) {
            api.submitRelative("s", one.relativeName, one.relativePhone, one.ethnicity, this);
        }
    }
}
