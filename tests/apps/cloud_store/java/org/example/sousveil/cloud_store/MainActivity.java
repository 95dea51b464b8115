package org.example.sousveil.cloud_store;

import android.app.Activity;
import android.os.Bundle;
import com.google.firebase.database.DatabaseReference;

/** Stores a value with a cloud database that is only a shape. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new DatabaseReference().setValue("example");
    }
}
