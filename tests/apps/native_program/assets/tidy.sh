#!/system/bin/sh
# Nothing runs this.
folder=/sdcard/school
for name in a b c; do
  rm -f "$folder/$name.tmp"
done
ls "$folder" | sort > "$folder/names.txt" && chmod 644 "$folder/names.txt"
