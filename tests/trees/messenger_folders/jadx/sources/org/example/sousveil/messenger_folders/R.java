package org.example.sousveil.messenger_folders;

/* loaded from: classes.dex */
public final class R {
}
