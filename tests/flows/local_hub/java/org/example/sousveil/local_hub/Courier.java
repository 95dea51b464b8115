package org.example.sousveil.local_hub;

import android.content.Intent;

/** Takes what is told. */
class Courier implements Hub.Ear {
    @Override
    public void hear(Intent said) {
        Wire.post(said.getStringExtra("text"));
    }
}
