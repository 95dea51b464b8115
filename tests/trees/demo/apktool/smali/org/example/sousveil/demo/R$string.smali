.class public final Lorg/example/sousveil/demo/R$string;
.super Ljava/lang/Object;
.source "R.java"


# annotations
.annotation system Ldalvik/annotation/EnclosingClass;
    value = Lorg/example/sousveil/demo/R;
.end annotation

.annotation system Ldalvik/annotation/InnerClass;
    accessFlags = 0x19
    name = "string"
.end annotation


# static fields
.field public static final abroad:I = 0x7f040000

.field public static final app_name:I = 0x7f040001

.field public static final blood_type:I = 0x7f040002

.field public static final check_phone:I = 0x7f040003

.field public static final ethnicity:I = 0x7f040004

.field public static final found:I = 0x7f040005

.field public static final id_number:I = 0x7f040006

.field public static final maker:I = 0x7f040007

.field public static final name:I = 0x7f040008

.field public static final phone:I = 0x7f040009

.field public static final reason:I = 0x7f04000a

.field public static final religion:I = 0x7f04000b

.field public static final submit:I = 0x7f04000c


# direct methods
.method public constructor <init>()V
    .locals 0

    .line 30
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V

    return-void
.end method
