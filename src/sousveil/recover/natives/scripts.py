"""Scripts by content: their interpreter and commands, line by line."""

from __future__ import annotations

import re

from sousveil.model.parts import Part

MOST_LINES = 4000
MOST_COMMANDS = 200
_WORD = re.compile(r"^[A-Za-z_./$][\w./${}-]*$")
_NOT = frozenset(
    {
        "if",
        "then",
        "else",
        "elif",
        "fi",
        "for",
        "do",
        "done",
        "while",
        "until",
        "case",
        "esac",
        "function",
        "{",
        "}",
        "in",
        "[",
        "[[",
        "!",
        ":",
        "return",
        "exit",
        "break",
        "continue",
        "local",
        "export",
        "set",
        "shift",
        "echo",
        "printf",
        "true",
        "false",
    }
)
_PROGRAMS = re.compile(
    r"(?:\S*/)?(?:am|busybox|cat|cd|chgrp|chmod|chown|cp|dd|dumpsys|exit|export|getprop|id|input|insmod|iptables|kill|"
    r"killall|ln|logcat|ls|mkdir|mount|mv|pm|ps|reboot|rm|rmdir|screencap|service|setenforce|setprop|settings|sleep|"
    r"start|stop|su|svc|sync|tar|touch|umask|umount|wget)"
)
"""Programs of Android's shell that a file of plain commands begins its lines with."""
_FEWEST = 3
_SHARE = 0.8
_SHELLS = re.compile(r"(?:^|/)(?:ba|da|k|mk|z|a)?sh$|busybox")


def interpreter(data: bytes) -> str:
    """What the first line asks for; empty where it names none."""
    first = data.split(b"\n", 1)[0][:200].decode("utf-8", "replace")
    if not first.startswith("#!"):
        return ""
    words = first[2:].split()
    if len(words) > 1 and words[0].endswith("/env"):
        return words[1]
    return words[0] if words else ""


def is_shell(program: str) -> bool:
    return _SHELLS.search(program) is not None


def is_commands(data: bytes) -> bool:
    """Whether a text without a first line that says so is a list of commands: nearly every line begins with a program
    of Android's shell and goes on with a path, an option or a number."""
    if data[:2] == b"#!" or b"\0" in data[:4096]:
        return False
    words = []
    for line in data[:65536].decode("utf-8", "replace").splitlines():
        told = line.partition("#")[0].split()
        while told and told[0] in _NOT:
            told = told[1:]
        words += [told] if told else []
    plain = [w for w in words if _PROGRAMS.fullmatch(w[0])]
    started = [w for w in words if w[0].startswith("./")]
    given = sum(any(a[0] in "/-$." or a.isdigit() for a in w[1:]) for w in plain)
    return len(plain) >= _FEWEST and len(plain) + len(started) >= _SHARE * len(words) and 2 * given >= len(plain)


def commands(data: bytes) -> list[tuple[int, str]]:
    """(line, command) of a shell script: simple commands, joined lines as one; loops and conditions are left out."""
    found: list[tuple[int, str]] = []
    pending, start = "", 0
    for number, raw in enumerate(data.decode("utf-8", "replace").splitlines()[:MOST_LINES], 1):
        line = raw.strip()
        if not pending:
            start = number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        whole, pending = pending + line, ""
        if not whole or whole.startswith("#"):
            continue
        for piece in _pieces(whole):
            if len(found) >= MOST_COMMANDS:
                return found
            found.append((start, piece))
    return found


def _pieces(line: str) -> list[str]:
    """Commands of one line, cut at `;`, `&&`, `||` and `|` outside quotes."""
    pieces, current, quote, at = [], "", "", 0
    while at < len(line):
        char = line[at]
        if quote:
            current += char
            quote = "" if char == quote else quote
        elif char in "'\"`":
            quote = char
            current += char
        elif char == "#" and (not current or current[-1].isspace()):
            break
        elif char == ";" or line.startswith(("&&", "||"), at) or char == "|":
            pieces.append(current)
            current = ""
            at += 1 if line.startswith(("&&", "||"), at) else 0
        else:
            current += char
        at += 1
    pieces.append(current)
    return [c for p in pieces if (c := _command(p))]


def _command(piece: str) -> str:
    """The command without leading words of the language; empty where none is left."""
    words = piece.split()
    if words and re.match(r"^\w+=\S*[\"'`(]", words[0]) and len(words) > 1 and words[0][-1] not in "\"'`)":
        return ""  # a value with blanks in it
    while words and (
        words[0] in ("then", "do", "else", "{", "!", "if", "while", "elif") or re.match(r"^\w+=", words[0])
    ):
        words = words[1:]
    if not words or words[0] in _NOT or not _WORD.match(words[0]) or words[0].endswith("()"):
        return ""
    return " ".join(words)


def place_of(part: Part, line: int) -> str:
    """Where a line stands."""
    return f"text:{line}:1" if part.kind != "opaque" else "entry"
