package p.q;

public class k {
    private int a = 10;

    public String a(String b) {
        return new l().a(b + a);
    }

    public int b() {
        return a;
    }
}
