package org.example.sousveil.accounts_list;

import android.accounts.Account;
import android.accounts.AccountManager;
import android.app.Activity;
import android.os.Bundle;
import android.util.Log;

/** Lists the accounts on the phone. */
public class MainActivity extends Activity {
    private static final String TAG = "accounts_list";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        for (Account account : AccountManager.get(this).getAccounts()) {
            Log.d(TAG, account.type + " length " + account.name.length());
        }
    }
}
