/* Built for x86-64 without a C library:
   gcc -Os -shared -fPIC -nostdlib -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables \
       -Wl,--build-id=none -Wl,-z,noseparate-code,-z,max-page-size=4096 -Wl,-soname,libsmall.so -s -o lib/x86_64/libsmall.so small.c */
__attribute__((visibility("default")))
int JNI_OnLoad(void *machine, void *unused)
{
    return 0x00010006;
}

__attribute__((visibility("default")))
int Java_org_example_sousveil_native_1library_MainActivity_twice(void *env, void *self, int value)
{
    return 2 * value;
}
