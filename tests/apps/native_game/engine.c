/* Stands for a game engine: it carries an engine's texts and opens its own save file. */
#include <stdio.h>
#include <unistd.h>

const char engine_name[] = "cocos2d-x-3.17.2";

__attribute__((visibility("default"))) int engine_save(int level) {
    FILE *save = fopen("/data/data/org.example.sousveil.native_game/files/save.dat", "wb");
    if (save == NULL)
        return unlink("/data/data/org.example.sousveil.native_game/files/save.dat");
    fprintf(save, "%s level %d\n", engine_name, level);
    return fclose(save);
}
