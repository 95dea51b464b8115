/* Prints a line and ends. Built for x86-64 without a C library:
   gcc -Os -static -nostdlib -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables \
       -Wl,--build-id=none -Wl,-z,noseparate-code -s -o assets/small small.c */
static const char text[] = "sousveil fixture: this program prints a line and ends\n";
static const char place[] = "https://native.example.org/in";

static long call3(long number, long a, long b, long c)
{
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return result;
}

void _start(void)
{
    call3(1, 1, (long)text, sizeof text - 1);
    call3(1, 1, (long)place, sizeof place - 1);
    call3(60, 0, 0, 0);
}
