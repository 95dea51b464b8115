package p.q;

public class a {
    private int a = 0;

    public String a(String b) {
        return new b().a(b + a);
    }

    public int b() {
        return a;
    }
}
