package org.example.sousveil.records_json;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import android.widget.EditText;
import org.json.JSONException;
import org.json.JSONObject;

public class MainActivity extends Activity {
    private static final String KEY_FAITH = "religion";
    private EditText faith;
    private EditText plate;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        faith = new EditText(this);
        plate = new EditText(this);
        faith.setHint("Religion");
        plate.setHint("Licence plate");
        try {
            Post.send(report().toString());
        } catch (JSONException never) {
            return;
        }
    }

    private JSONObject report() throws JSONException {
        JSONObject whole = new JSONObject();
        JSONObject car = new JSONObject();
        car.put("plateNumber", plate.getText().toString().trim());
        car.put("colour", 3);
        whole.put(KEY_FAITH, faith.getText().toString());
        whole.put("car", car);
        whole.put("version", "1");
        addPhone(whole);
        return whole;
    }

    private void addPhone(JSONObject to) throws JSONException {
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        to.put("imei", phone.getDeviceId());
    }
}
