package org.example.sousveil.object_file;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.telephony.TelephonyManager;
import java.io.IOException;
import java.io.ObjectOutputStream;

/** Keeps a card. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        Card card = new Card();
        card.number = found;
        try (ObjectOutputStream out = new ObjectOutputStream(openFileOutput("card.bin", MODE_PRIVATE))) {
            out.writeObject(card);
        } catch (IOException e) {
            finish();
        }
        startService(new Intent(this, Courier.class));
    }
}
