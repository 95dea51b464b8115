package org.example.sousveil.screens_admission;

import android.content.Context;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.BaseAdapter;

class Patients extends BaseAdapter {
    private final Context context;

    Patients(Context context) {
        this.context = context;
    }

    @Override
    public int getCount() {
        return 0;
    }

    @Override
    public Object getItem(int place) {
        return null;
    }

    @Override
    public long getItemId(int place) {
        return place;
    }

    @Override
    public View getView(int place, View old, ViewGroup parent) {
        return LayoutInflater.from(context).inflate(R.layout.row, parent, false);
    }
}
