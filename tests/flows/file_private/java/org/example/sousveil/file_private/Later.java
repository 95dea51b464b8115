package org.example.sousveil.file_private;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.util.Log;
import java.io.IOException;
import java.util.Scanner;

/** Takes what was kept. */
public class Later extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        try (Scanner in = new Scanner(context.openFileInput("position"), "UTF-8")) {
            if (in.hasNextLine()) {
                Wire.post(in.nextLine());
            }
        } catch (IOException e) {
            Log.w("file_private", "not read");
        }
    }
}
