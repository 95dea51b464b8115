package org.example.sousveil.exported_open;

/* loaded from: classes.dex */
public final class R {
}
