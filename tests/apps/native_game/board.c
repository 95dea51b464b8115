/* A board of a game: one method that Java declares, registered in a table. */
#include <stdlib.h>

typedef void *object;
struct method {
    const char *name;
    const char *types;
    void *function;
};
struct interface {
    void *before[6];
    object (*find_class)(const struct interface **, const char *);
    void *between[208];
    int (*register_natives)(const struct interface **, object, const struct method *, int);
};
typedef const struct interface **env;

static int roll(env e, object self, int sides) {
    (void)e, (void)self;
    return 1 + rand() % sides;
}

static const struct method methods[] = {{"roll", "(I)I", (void *)roll}};

__attribute__((visibility("default"))) int board_start(env e) {
    object owner = (*e)->find_class(e, "org/example/sousveil/native_game/MainActivity");
    return (*e)->register_natives(e, owner, methods, 1);
}
