/* A library with Java methods, for tests: one exported by name, two registered in a table, and calls into Java. */
typedef void *object;
struct method {
    const char *name;
    const char *types;
    void *function;
};
/* Only the functions used here have names; the rest of the Java interface's table is room. */
struct interface {
    void *before[6];
    object (*find_class)(const struct interface **, const char *);
    void *to_method[26];
    object (*get_method)(const struct interface **, object, const char *, const char *);
    void *to_string[133];
    object (*new_string)(const struct interface **, const char *);
    void *to_register[47];
    int (*register_natives)(const struct interface **, object, const struct method *, int);
};
typedef const struct interface **env;

extern int puts(const char *);
extern int atoi(const char *);

__attribute__((visibility("default"))) int Java_org_example_lesson_Numbers_add(env e, object self, int a, int b) {
    (void)e, (void)self;
    return a + b;
}

static int double_it(env e, object self, int a) {
    (void)e, (void)self;
    return 2 * a;
}

static object greeting(env e, object self) {
    (void)self;
    object list = (*e)->find_class(e, "java/util/ArrayList");
    (*e)->get_method(e, list, "add", "(Ljava/lang/Object;)Z");
    return (*e)->new_string(e, "Good morning, class");
}

static const struct method methods[] = {
    {"doubled", "(I)I", (void *)double_it},
    {"greeting", "()Ljava/lang/String;", (void *)greeting},
};

__attribute__((visibility("default"))) int JNI_OnLoad(void *machine, void *unused) {
    (void)unused;
    env e = (env)machine;
    object numbers = (*e)->find_class(e, "org/example/lesson/Numbers");
    (*e)->register_natives(e, numbers, methods, 2);
    puts("lesson library loaded");
    return 0x10006 + atoi("4");
}
