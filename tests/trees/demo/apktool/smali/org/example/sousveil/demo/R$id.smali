.class public final Lorg/example/sousveil/demo/R$id;
.super Ljava/lang/Object;
.source "R.java"


# annotations
.annotation system Ldalvik/annotation/EnclosingClass;
    value = Lorg/example/sousveil/demo/R;
.end annotation

.annotation system Ldalvik/annotation/InnerClass;
    accessFlags = 0x19
    name = "id"
.end annotation


# static fields
.field public static final abroad:I = 0x7f020000

.field public static final blood_type:I = 0x7f020001

.field public static final check_phone:I = 0x7f020002

.field public static final ethnicity:I = 0x7f020003

.field public static final id_number:I = 0x7f020004

.field public static final maker:I = 0x7f020005

.field public static final name:I = 0x7f020006

.field public static final phone:I = 0x7f020007

.field public static final reason:I = 0x7f020008

.field public static final religion:I = 0x7f020009

.field public static final submit:I = 0x7f02000a


# direct methods
.method public constructor <init>()V
    .locals 0

    .line 14
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V

    return-void
.end method
