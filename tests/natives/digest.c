/* Constants of well-known algorithms, as tables and as numbers in code, for tests. It computes nothing of use. */
#include <stdint.h>

static const uint32_t rounds[8] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
                                   0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5};
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

__attribute__((visibility("default"))) void sum_start(uint32_t *state) {
    state[0] = 0x67452301;
    state[1] = 0xefcdab89;
    state[2] = 0x98badcfe;
    state[3] = 0x10325476;
    state[4] = 0xc3d2e1f0;
}

__attribute__((visibility("default"))) uint32_t sum_round(unsigned n) {
    return rounds[n & 7];
}

__attribute__((visibility("default"))) char letter(unsigned n) {
    return letters[n & 63];
}
