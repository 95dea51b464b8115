package cn.example.shili;

/* loaded from: classes.dex */
public final class Sdk {
    public static final String NAME = makeName();

    private Sdk() {
    }

    private static String makeName() {
        return "Shili SDK build by zhangsan at D:/projects/shili/app";
    }
}
