.class Lorg/example/sousveil/demo/Visit;
.super Ljava/lang/Object;
.source "Visit.java"


# instance fields
.field abroad:Z

.field bloodType:Ljava/lang/String;

.field ethnicity:Ljava/lang/String;

.field idNumber:Ljava/lang/String;

.field latitude:D

.field longitude:D

.field name:Ljava/lang/String;

.field operatorImei:Ljava/lang/String;

.field phone:Ljava/lang/String;

.field reason:I

.field religion:Ljava/lang/String;


# direct methods
.method constructor <init>()V
    .locals 0

    .line 4
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V

    return-void
.end method
