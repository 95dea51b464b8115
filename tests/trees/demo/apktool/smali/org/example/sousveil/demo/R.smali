.class public final Lorg/example/sousveil/demo/R;
.super Ljava/lang/Object;
.source "R.java"


# annotations
.annotation system Ldalvik/annotation/MemberClasses;
    value = {
        Lorg/example/sousveil/demo/R$string;,
        Lorg/example/sousveil/demo/R$layout;,
        Lorg/example/sousveil/demo/R$id;,
        Lorg/example/sousveil/demo/R$array;
    }
.end annotation


# direct methods
.method public constructor <init>()V
    .locals 0

    .line 10
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V

    return-void
.end method
