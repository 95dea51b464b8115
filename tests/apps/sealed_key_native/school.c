/* One method that Java declares: it gives back a text. */
typedef void *object;
struct interface {
    void *before[167];
    object (*new_string)(const struct interface **, const char *);
};
typedef const struct interface **env;

__attribute__((visibility("default"))) object
Java_org_example_sousveil_sealed_1key_1native_MainActivity_key(env e, object self) {
    (void)self;
    return (*e)->new_string(e, "apples and pears");
}
