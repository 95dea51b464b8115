package p.q;

public class d {
    private int a = 3;

    public String a(String b) {
        return new e().a(b + a);
    }

    public int b() {
        return a;
    }
}
