.class public Lorg/example/sousveil/demo/VisitActivity;
.super Landroid/app/Activity;
.source "VisitActivity.java"

# interfaces
.implements Landroid/view/View$OnClickListener;


# direct methods
.method public constructor <init>()V
    .locals 0

    .line 14
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V

    return-void
.end method

.method private text(I)Ljava/lang/String;
    .locals 0

    .line 49
    invoke-virtual {p0, p1}, Lorg/example/sousveil/demo/VisitActivity;->findViewById(I)Landroid/view/View;

    move-result-object p1

    check-cast p1, Landroid/widget/TextView;

    invoke-virtual {p1}, Landroid/widget/TextView;->getText()Ljava/lang/CharSequence;

    move-result-object p1

    invoke-virtual {p1}, Ljava/lang/Object;->toString()Ljava/lang/String;

    move-result-object p1

    return-object p1
.end method


# virtual methods
.method public checkPhone(Landroid/view/View;)V
    .locals 2

    .line 24
    invoke-virtual {p0}, Lorg/example/sousveil/demo/VisitActivity;->getPackageManager()Landroid/content/pm/PackageManager;

    move-result-object p1

    invoke-static {p1}, Lorg/example/sousveil/demo/AppCheck;->found(Landroid/content/pm/PackageManager;)Ljava/util/List;

    move-result-object p1

    .line 25
    new-instance v0, Ljava/lang/StringBuilder;

    invoke-direct {v0}, Ljava/lang/StringBuilder;-><init>()V

    const v1, 0x7f040005

    invoke-virtual {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->getString(I)Ljava/lang/String;

    move-result-object v1

    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;

    move-result-object v0

    invoke-virtual {v0, p1}, Ljava/lang/StringBuilder;->append(Ljava/lang/Object;)Ljava/lang/StringBuilder;

    move-result-object p1

    invoke-virtual {p1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;

    move-result-object p1

    const/4 v0, 0x1

    invoke-static {p0, p1, v0}, Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;

    move-result-object p1

    invoke-virtual {p1}, Landroid/widget/Toast;->show()V

    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .locals 2

    .line 30
    new-instance p1, Lorg/example/sousveil/demo/Visit;

    invoke-direct {p1}, Lorg/example/sousveil/demo/Visit;-><init>()V

    const v0, 0x7f020006

    .line 31
    invoke-direct {p0, v0}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v0

    iput-object v0, p1, Lorg/example/sousveil/demo/Visit;->name:Ljava/lang/String;

    const v0, 0x7f020004

    .line 32
    invoke-direct {p0, v0}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v1

    iput-object v1, p1, Lorg/example/sousveil/demo/Visit;->idNumber:Ljava/lang/String;

    const v1, 0x7f020007

    .line 33
    invoke-direct {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v1

    iput-object v1, p1, Lorg/example/sousveil/demo/Visit;->phone:Ljava/lang/String;

    const v1, 0x7f020003

    .line 34
    invoke-direct {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v1

    iput-object v1, p1, Lorg/example/sousveil/demo/Visit;->ethnicity:Ljava/lang/String;

    const v1, 0x7f020009

    .line 35
    invoke-direct {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v1

    iput-object v1, p1, Lorg/example/sousveil/demo/Visit;->religion:Ljava/lang/String;

    const v1, 0x7f020001

    .line 36
    invoke-direct {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->text(I)Ljava/lang/String;

    move-result-object v1

    iput-object v1, p1, Lorg/example/sousveil/demo/Visit;->bloodType:Ljava/lang/String;

    const v1, 0x7f020008

    .line 37
    invoke-virtual {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->findViewById(I)Landroid/view/View;

    move-result-object v1

    check-cast v1, Landroid/widget/Spinner;

    invoke-virtual {v1}, Landroid/widget/Spinner;->getSelectedItemPosition()I

    move-result v1

    iput v1, p1, Lorg/example/sousveil/demo/Visit;->reason:I

    const/high16 v1, 0x7f020000

    .line 38
    invoke-virtual {p0, v1}, Lorg/example/sousveil/demo/VisitActivity;->findViewById(I)Landroid/view/View;

    move-result-object v1

    check-cast v1, Landroid/widget/CheckBox;

    invoke-virtual {v1}, Landroid/widget/CheckBox;->isChecked()Z

    move-result v1

    iput-boolean v1, p1, Lorg/example/sousveil/demo/Visit;->abroad:Z

    .line 39
    iget-object v1, p1, Lorg/example/sousveil/demo/Visit;->idNumber:Ljava/lang/String;

    invoke-virtual {v1}, Ljava/lang/String;->isEmpty()Z

    move-result v1

    if-eqz v1, :cond_0

    .line 40
    invoke-virtual {p0, v0}, Lorg/example/sousveil/demo/VisitActivity;->findViewById(I)Landroid/view/View;

    move-result-object p1

    check-cast p1, Landroid/widget/TextView;

    const v0, 0x7f040006

    invoke-virtual {p0, v0}, Lorg/example/sousveil/demo/VisitActivity;->getString(I)Ljava/lang/String;

    move-result-object v0

    invoke-virtual {p1, v0}, Landroid/widget/TextView;->setError(Ljava/lang/CharSequence;)V

    return-void

    .line 43
    :cond_0
    invoke-static {p0, p1}, Lorg/example/sousveil/demo/Operator;->attach(Landroid/content/Context;Lorg/example/sousveil/demo/Visit;)V

    .line 44
    new-instance v0, Lorg/example/sousveil/demo/VisitTable;

    invoke-direct {v0, p0}, Lorg/example/sousveil/demo/VisitTable;-><init>(Landroid/content/Context;)V

    invoke-virtual {v0, p1}, Lorg/example/sousveil/demo/VisitTable;->insert(Lorg/example/sousveil/demo/Visit;)V

    .line 45
    new-instance p1, Landroid/content/Intent;

    const-class v0, Lorg/example/sousveil/demo/UploadService;

    invoke-direct {p1, p0, v0}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V

    invoke-virtual {p0, p1}, Lorg/example/sousveil/demo/VisitActivity;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;

    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .locals 0

    .line 17
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V

    const/high16 p1, 0x7f030000

    .line 18
    invoke-virtual {p0, p1}, Lorg/example/sousveil/demo/VisitActivity;->setContentView(I)V

    const p1, 0x7f02000a

    .line 19
    invoke-virtual {p0, p1}, Lorg/example/sousveil/demo/VisitActivity;->findViewById(I)Landroid/view/View;

    move-result-object p1

    invoke-virtual {p1, p0}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V

    return-void
.end method
