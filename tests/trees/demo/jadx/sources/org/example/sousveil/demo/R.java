package org.example.sousveil.demo;

/* loaded from: classes.dex */
public final class R {

    public static final class array {
        public static final int reasons = 0x7f010000;
    }

    public static final class id {
        public static final int abroad = 0x7f020000;
        public static final int blood_type = 0x7f020001;
        public static final int check_phone = 0x7f020002;
        public static final int ethnicity = 0x7f020003;
        public static final int id_number = 0x7f020004;
        public static final int maker = 0x7f020005;
        public static final int name = 0x7f020006;
        public static final int phone = 0x7f020007;
        public static final int reason = 0x7f020008;
        public static final int religion = 0x7f020009;
        public static final int submit = 0x7f02000a;
    }

    public static final class layout {
        public static final int visit = 0x7f030000;
    }

    public static final class string {
        public static final int abroad = 0x7f040000;
        public static final int app_name = 0x7f040001;
        public static final int blood_type = 0x7f040002;
        public static final int check_phone = 0x7f040003;
        public static final int ethnicity = 0x7f040004;
        public static final int found = 0x7f040005;
        public static final int id_number = 0x7f040006;
        public static final int maker = 0x7f040007;
        public static final int name = 0x7f040008;
        public static final int phone = 0x7f040009;
        public static final int reason = 0x7f04000a;
        public static final int religion = 0x7f04000b;
        public static final int submit = 0x7f04000c;
    }
}
