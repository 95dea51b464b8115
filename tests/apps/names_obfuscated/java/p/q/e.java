package p.q;

public class e {
    private int a = 4;

    public String a(String b) {
        return new f().a(b + a);
    }

    public int b() {
        return a;
    }
}
