package org.example.sousveil.parcel_extra;

import android.app.IntentService;
import android.content.Intent;

/** Takes the card. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        Card card = intent.getParcelableExtra("card");
        Wire.post(card.number);
    }
}
