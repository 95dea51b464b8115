/* One method that Java declares: it gives back an array of bytes that it computes from a number. */
typedef void *object;
struct interface {
    void *before[176];
    object (*new_bytes)(const struct interface **, int);
    void *between[31];
    void (*put)(const struct interface **, object, int, int, const signed char *);
};
typedef const struct interface **env;

__attribute__((visibility("default"))) object
Java_org_example_sousveil_sealed_1key_1native_1made_MainActivity_key(env e, object self, int shelf) {
    (void)self;
    signed char key[16];
    for (int at = 0; at < 16; at++) key[at] = (signed char)(17 * at * at + 31 * at + 29 * shelf + 5);
    object made = (*e)->new_bytes(e, 16);
    (*e)->put(e, made, 0, 16, key);
    return made;
}
