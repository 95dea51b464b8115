package org.example.sousveil.nfc_read;

import android.app.Activity;
import android.nfc.NfcAdapter;
import android.nfc.Tag;
import android.os.Bundle;
import android.util.Log;

/** Reads the number of NFC chips held to the phone. */
public class MainActivity extends Activity implements NfcAdapter.ReaderCallback {
    private static final String TAG = "nfc_read";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        NfcAdapter reader = NfcAdapter.getDefaultAdapter(this);
        if (reader != null) {
            reader.enableReaderMode(this, this, NfcAdapter.FLAG_READER_NFC_A, null);
        }
    }

    @Override
    public void onTagDiscovered(Tag tag) {
        Log.d(TAG, "length " + tag.getId().length);
    }
}
