package p.q;

public class b {
    private int a = 1;

    public String a(String b) {
        return new c().a(b + a);
    }

    public int b() {
        return a;
    }
}
