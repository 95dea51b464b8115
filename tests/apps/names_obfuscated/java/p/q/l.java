package p.q;

public class l {
    private int a = 11;

    public String a(String b) {
        return b + a;
    }

    public int b() {
        return a;
    }
}
