.class public final Lcn/example/shili/Sdk;
.super Ljava/lang/Object;
.source "Sdk.java"


# static fields
.field public static final NAME:Ljava/lang/String;


# direct methods
.method static constructor <clinit>()V
    .locals 1

    .line 5
    invoke-static {}, Lcn/example/shili/Sdk;->makeName()Ljava/lang/String;

    move-result-object v0

    sput-object v0, Lcn/example/shili/Sdk;->NAME:Ljava/lang/String;

    return-void
.end method

.method private constructor <init>()V
    .locals 0

    .line 7
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V

    return-void
.end method

.method private static makeName()Ljava/lang/String;
    .locals 1

    .line 11
    const-string v0, "Shili SDK build by zhangsan at D:/projects/shili/app"

    return-object v0
.end method
