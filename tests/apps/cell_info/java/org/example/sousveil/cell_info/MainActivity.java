package org.example.sousveil.cell_info;

import android.app.Activity;
import android.os.Bundle;
import android.telephony.CellInfo;
import android.telephony.CellInfoLte;
import android.telephony.TelephonyManager;
import android.util.Log;
import java.util.List;

/** Reads the cells of the mobile network around. */
public class MainActivity extends Activity {
    private static final String TAG = "cell_info";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
        List<CellInfo> cells = phone.getAllCellInfo();
        for (CellInfo cell : cells) {
            if (cell instanceof CellInfoLte) {
                int area = ((CellInfoLte) cell).getCellIdentity().getTac();
                Log.d(TAG, "area " + area);
            }
        }
    }
}
