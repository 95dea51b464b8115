package org.example.sousveil.decide_measures;

/** An invented guest of an invented tower. */
public class Guest {
    private String name;
    private String idCard;
    private Integer measure;

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

    public Integer getMeasure() {
        return measure;
    }

    public void setMeasure(Integer measure) {
        this.measure = measure;
    }

    /** What the code stands for. */
    public String getMeasureName() {
        if (measure == null) {
            return "";
        }
        switch (measure.intValue()) {
            case 1:
                return "登记身份证信息";
            case 2:
                return "带回盘问";
            case 3:
                return "马上拘捕";
            default:
                return "";
        }
    }
}
