"""Which texts are commands of a shell, and what a line of one says."""

from sousveil.recover.natives import scripts

PLAIN = b"""# clean
cd /data/local/tmp
chmod 755 runner
./runner
if chmod 755 /data/x ; then
  rm /data/x/y
fi
"""


def test_plain_commands_without_a_first_line_are_a_script():
    assert scripts.is_commands(PLAIN)
    assert not scripts.is_commands(b"#!/system/bin/sh\nrm /a\nrm /b\nrm /c\n"), "its first line says so"


def test_rules_and_words_are_no_script():
    rules = b"com.example.chat /sdcard/chat/db rw\ncom.example.mail /sdcard/mail rw\ncom.example.map /sdcard/map r\n"
    assert not scripts.is_commands(rules)
    assert not scripts.is_commands(b"cat\ndog\ncat\nmount\nstop\nstart\n"), "words without what they are given"
    assert not scripts.is_commands(b"start here\nstop there\nsleep well\nkill time\n")
    assert not scripts.is_commands(b"")


def test_a_value_with_blanks_is_no_command():
    text = b"""WAY="`which ip | grep '^/' 2> /dev/null`"\nmount -o remount /system\nA=1 rm /tmp/x\n"""
    assert scripts.commands(text) == [(2, "mount -o remount /system"), (3, "rm /tmp/x")]
