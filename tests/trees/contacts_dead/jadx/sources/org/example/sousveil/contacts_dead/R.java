package org.example.sousveil.contacts_dead;

/* loaded from: classes.dex */
public final class R {
}
