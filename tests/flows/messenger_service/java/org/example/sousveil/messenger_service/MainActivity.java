package org.example.sousveil.messenger_service;

import android.app.Activity;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;
import android.content.ServiceConnection;
import android.os.Bundle;
import android.os.IBinder;
import android.os.Message;
import android.os.Messenger;
import android.os.RemoteException;
import android.telephony.TelephonyManager;

/** Sends to a bound service. */
public class MainActivity extends Activity implements ServiceConnection {
    @Override
    protected void onStart() {
        super.onStart();
        bindService(new Intent(this, Courier.class), this, BIND_AUTO_CREATE);
    }

    @Override
    public void onServiceConnected(ComponentName name, IBinder binder) {
        TelephonyManager phone = (TelephonyManager) getSystemService(Context.TELEPHONY_SERVICE);
        String found = phone.getLine1Number();
        Message said = Message.obtain(null, 1);
        Bundle data = new Bundle();
        data.putString("number", found);
        said.setData(data);
        try {
            new Messenger(binder).send(said);
        } catch (RemoteException e) {
            unbindService(this);
        }
    }

    @Override
    public void onServiceDisconnected(ComponentName name) {
        finish();
    }
}
