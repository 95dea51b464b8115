package p.q;

public class g {
    private int a = 6;

    public String a(String b) {
        return new h().a(b + a);
    }

    public int b() {
        return a;
    }
}
