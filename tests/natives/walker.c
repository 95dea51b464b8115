/* A program with the shape of a file walker, for tests: it is built for four machines and read as bytes, never run.
   It has options, a usage text, a table of names, wrappers, and functions that only stubs and tables lead to. */
#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const kinds[] = {"minutes.txt", "timetable.csv", "menu.html", "recipes.xml"};

struct subject {
    const char *name;
    int (*check)(const char *);
};

static int check_size(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && st.st_size > 4096;
}

static int check_name(const char *path) {
    return strstr(path, "school_report") != NULL;
}

static const struct subject subjects[] = {{"by size", check_size}, {"by name", check_name}};

static FILE *out;

__attribute__((noinline)) static void say(const char *what, const char *path) {
    fprintf(out, "%s\t%s\n", what, path);
}

__attribute__((noinline)) static FILE *open_list(const char *path) {
    return fopen(path, "r");
}

__attribute__((noinline)) static void walk(const char *folder, int depth) {
    char path[512];
    struct dirent *entry;
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        say("cannot open folder", folder);
        return;
    }
    while ((entry = readdir(dir)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (strcmp(entry->d_name, kinds[i]) == 0)
                say("kind found", path);
        for (unsigned i = 0; i < sizeof subjects / sizeof *subjects; i++)
            if (subjects[i].check(path))
                say(subjects[i].name, path);
        if (depth > 0 && entry->d_type == DT_DIR && entry->d_name[0] != '.')
            walk(path, depth - 1);
    }
    closedir(dir);
}

__attribute__((noinline)) static void usage(void) {
    fputs("Usage: walker [-h] [-o results] [-l list] folder\n", stderr);
    exit(2);
}

int main(int argc, char **argv) {
    const char *results = "/sdcard/school/results.txt";
    int option;
    while ((option = getopt(argc, argv, "ho:l:")) != -1) {
        if (option == 'o')
            results = optarg;
        else if (option == 'l')
            open_list(optarg);
        else
            usage();
    }
    FILE *list = open_list("/sdcard/school/subjects.txt");
    if (list != NULL)
        fclose(list);
    out = fopen(results, "w");
    if (out == NULL)
        return 1;
    chmod("/sdcard/school", 0755);
    walk("/sdcard/Download", 4);
    unlink("/sdcard/school/walker.lock");
    return fclose(out);
}
