package p.q;

public class h {
    private int a = 7;

    public String a(String b) {
        return new i().a(b + a);
    }

    public int b() {
        return a;
    }
}
