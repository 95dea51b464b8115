package org.example.sousveil.task_async;

import android.content.Context;
import android.database.Cursor;
import android.os.AsyncTask;
import android.provider.ContactsContract;

/** Reads aside. */
class Task extends AsyncTask<Integer, Void, String> {
    private final Context context;

    Task(Context context) {
        this.context = context.getApplicationContext();
    }

    @Override
    protected String doInBackground(Integer... counts) {
        Cursor rows = context.getContentResolver().query(ContactsContract.Contacts.CONTENT_URI,
                new String[] {ContactsContract.Contacts.DISPLAY_NAME}, null, null, null);
        String found = rows != null && rows.moveToFirst() ? rows.getString(0) : "";
        return found;
    }

    @Override
    protected void onPostExecute(String name) {
        Wire.post(name);
    }
}
