package org.example.sousveil.parcel_extra;

import android.os.Parcel;
import android.os.Parcelable;

/** A card of two texts. */
public final class Card implements Parcelable {
    /** Makes cards of parcels. */
    public static final Creator<Card> CREATOR = new Creator<Card>() {
        @Override
        public Card createFromParcel(Parcel from) {
            return new Card(from.readString(), from.readString());
        }

        @Override
        public Card[] newArray(int size) {
            return new Card[size];
        }
    };
    final String title;
    final String number;

    Card(String title, String number) {
        this.title = title;
        this.number = number;
    }

    @Override
    public void writeToParcel(Parcel to, int flags) {
        to.writeString(title);
        to.writeString(number);
    }

    @Override
    public int describeContents() {
        return 0;
    }
}
