"""Words of a shell's command line, built from names that a sample chose."""

import shlex

from sousveil.model.text import visible


def quoted(name: str) -> str:
    """A name as one word of a shell, hostile characters in the shell's own escapes."""
    if visible(name) == name and name.isprintable():
        return shlex.quote(f"./{name}" if name.startswith("-") else name)
    data = name.encode("utf-8", "surrogatepass")
    plain = "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in "'\\" else f"\\x{b:02x}" for b in data)
    return f"$'{'./' if name.startswith('-') else ''}{plain}'"


def member(path: str) -> str:
    """The name of an archive's entry for unzip, to which `*`, `?`, `[`, `\\` and a leading `-` mean something."""
    plain = "".join(f"[{c}]" if c in "*?[" else "\\\\" if c == "\\" else c for c in path)
    plain = f"[-]{plain[1:]}" if plain.startswith("-") else plain
    return quoted(plain)
