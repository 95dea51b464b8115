/* Lists as native code keeps them. */
#include <string.h>

static const char *const readers[] = {
    "org.example.reader", "org.example.library", "org.example.lending", "org.example.catalogue", 0,
};
static const struct record {
    int mode;
    const char *path;
    const char *word;
} records[] = {
    {1, "/sdcard/library/cards.txt", "card"},
    {2, "/sdcard/library/loans.db", "loan"},
    {4, "/sdcard/Download/reminders.ics", "reminder"},
    {4, "/sdcard/library/returns/today.csv", "return"},
};

__attribute__((noinline)) static int kind(const char *name) {
    if (!strcmp(name, "com.example.novels")) return 1;
    if (!strcmp(name, "com.example.poems")) return 2;
    if (!strcmp(name, "com.example.letters")) return 3;
    if (!strcmp(name, "com.example.diaries")) return 4;
    return 0;
}

__attribute__((visibility("default"))) int Java_org_example_sousveil_native_1tables_MainActivity_count(
    void *env, void *self, const char *name) {
    (void)env, (void)self;
    int found = kind(name);
    for (int row = 0; readers[row]; row++) found += !strcmp(readers[row], name);
    for (unsigned row = 0; row < sizeof records / sizeof *records; row++)
        if (strstr(records[row].path, name) || strstr(records[row].word, name)) found += records[row].mode;
    return found;
}
