package org.example.sousveil.object_file;

import android.app.IntentService;
import android.content.Intent;
import java.io.IOException;
import java.io.ObjectInputStream;

/** Takes the card. */
public class Courier extends IntentService {
    public Courier() {
        super("courier");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        try (ObjectInputStream in = new ObjectInputStream(openFileInput("card.bin"))) {
            Card card = (Card) in.readObject();
            Wire.post(card.number);
        } catch (IOException | ClassNotFoundException e) {
            stopSelf();
        }
    }
}
