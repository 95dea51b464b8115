package p.q;

public class i {
    private int a = 8;

    public String a(String b) {
        return new j().a(b + a);
    }

    public int b() {
        return a;
    }
}
