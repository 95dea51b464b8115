package org.example.sousveil.company_resource;

/* loaded from: classes.dex */
public final class R {

    public static final class string {
        public static final int copyright = 0x7f010000;
    }
}
