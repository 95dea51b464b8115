package p.q;

public class c {
    private int a = 2;

    public String a(String b) {
        return new d().a(b + a);
    }

    public int b() {
        return a;
    }
}
