package org.example.sousveil.lists_in_code;

/** A code and what it stands for. */
final class Choice {
    static final Choice[] PAINTS = {
        new Choice(1, "白色"), new Choice(2, "银色"), new Choice(3, "黑色"), new Choice(4, "红色"), new Choice(9, "其他颜色"),
    };
    private final int code;
    private final String label;

    Choice(int code, String label) {
        this.code = code;
        this.label = label;
    }

    static String labelOf(int code) {
        for (Choice one : PAINTS) {
            if (one.code == code) {
                return one.label;
            }
        }
        return "未选择";
    }
}
