package org.example.sousveil.records_entity;

import androidx.room.ColumnInfo;
import androidx.room.Entity;
import com.google.gson.annotations.SerializedName;

/** A record with a name of its own for the table and for the server. */
@Entity(tableName = "residents")
public class Resident {
    @ColumnInfo(name = "full_name")
    @SerializedName("xm")
    private String name;

    @ColumnInfo(name = "id_card")
    @SerializedName("sfzh")
    private String idCard;

    @SerializedName("zjxy")
    private String religion;

    private double latitude;

    private Household household;

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getIdCard() {
        return idCard;
    }

    public void setIdCard(String idCard) {
        this.idCard = idCard;
    }

    public String getReligion() {
        return religion;
    }

    public void setReligion(String religion) {
        this.religion = religion;
    }

    public double getLatitude() {
        return latitude;
    }

    public void setLatitude(double latitude) {
        this.latitude = latitude;
    }

    public Household getHousehold() {
        return household;
    }

    public void setHousehold(Household household) {
        this.household = household;
    }
}
