package org.example.sousveil.records_parcel;

import android.os.Parcel;
import android.os.Parcelable;

public class Relative implements Parcelable {
    String relativeName;
    String relativePhone;
    String ethnicity;

    Relative(Parcel from) {
        relativeName = from.readString();
        relativePhone = from.readString();
        ethnicity = from.readString();
    }

    @Override
    public int describeContents() {
        return 0;
    }

    @Override
    public void writeToParcel(Parcel to, int flags) {
        to.writeString(relativeName);
        to.writeString(relativePhone);
        to.writeString(ethnicity);
    }

    public static final Creator<Relative> CREATOR = new Creator<Relative>() {
        @Override
        public Relative createFromParcel(Parcel from) {
            return new Relative(from);
        }

        @Override
        public Relative[] newArray(int size) {
            return new Relative[size];
        }
    };
}
