package p.q;

public class j {
    private int a = 9;

    public String a(String b) {
        return new k().a(b + a);
    }

    public int b() {
        return a;
    }
}
