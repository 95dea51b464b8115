package org.example.sousveil.exported_guarded;

import android.app.Activity;
import android.os.Bundle;

/** Has a service and a provider guarded by a permission of its own that only the same signer gets, and
 * a closed receiver. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
    }
}
