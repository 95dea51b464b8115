/* A game as honest ones are: names of pieces and messages in tables, a table of checksums and letters of a code made when it
   is loaded, and a saved game that is unsealed with a key of its own. Its texts stand in the file as they are. */
#include <stdlib.h>
#include <string.h>

static const char *const pieces[] = {"pawn", "knight", "bishop", "rook", "queen", "king", 0};
static const struct message {
    int code;
    const char *text;
} messages[] = {
    {1, "It is your turn"}, {2, "The king is in check"}, {3, "Checkmate"}, {4, "Nobody can win any more"},
};
static unsigned sums[256];
static char letters[65], title[32];
static unsigned char saved[24] = {9, 1, 7, 3, 201, 88, 14, 130, 77, 61, 5, 240, 19, 33, 148, 90, 2, 71, 66, 180, 23, 8, 111, 54};

__attribute__((constructor)) static void ready(void) {
    for (unsigned n = 0; n < 256; n++) {
        unsigned sum = n;
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
        sums[n] = sum;
    }
    for (int n = 0; n < 26; n++) letters[n] = (char)('A' + n), letters[26 + n] = (char)('a' + n);
    strcpy(title, "Chess");
    strcat(title, " for two players");
}

__attribute__((noinline)) static int unseal(unsigned char *data, int size) {
    unsigned state = 77;
    int sum = 0;
    for (int at = 0; at < size; at++) {
        state = state * 1103515245u + 12345u;
        data[at] ^= (unsigned char)(state >> 16);
        sum += data[at];
    }
    return sum;
}

__attribute__((visibility("default"))) int Java_org_example_sousveil_native_1board_MainActivity_count(
    void *env, void *self, const char *name) {
    (void)env, (void)self;
    int found = unseal(saved, sizeof saved) + (int)sums[7] + letters[3] + title[2];
    for (int row = 0; pieces[row]; row++) found += !strcmp(pieces[row], name);
    for (unsigned row = 0; row < 4; row++)
        if (strstr(messages[row].text, name)) found += messages[row].code;
    return found;
}
