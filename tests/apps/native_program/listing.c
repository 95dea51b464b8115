/* Prints its arguments, and says how it is used. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
    int option;
    while ((option = getopt(argc, argv, "l:v")) != -1)
        if (option == '?') {
            fputs("Usage: listing [-v] [-l folder]\n", stderr);
            return 2;
        }
    FILE *note = fopen("/sdcard/school/listing.txt", "r");
    if (note != NULL)
        fclose(note);
    for (int n = 0; n < argc; n++)
        puts(argv[n]);
    return 0;
}
