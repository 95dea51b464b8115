package p.q;

public class f {
    private int a = 5;

    public String a(String b) {
        return new g().a(b + a);
    }

    public int b() {
        return a;
    }
}
