package org.example.sousveil.clear_text_config;

/* loaded from: classes.dex */
public final class R {

    public static final class xml {
        public static final int network = 0x7f010000;
    }
}
