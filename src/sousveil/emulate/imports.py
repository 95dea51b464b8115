"""The few functions of libc that a text decoder may call, done here on the emulator's memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sousveil.emulate.machine import Machine

Known = Callable[["Machine"], "int | None"]


def _memcpy(m: Machine) -> int:
    to, source, size = m.argument(0), m.argument(1), m.argument(2)
    m.put(to, m.bytes_at(source, size), source)
    return to


def _set(m: Machine, to: int, byte: int, size: int) -> int:
    m.bytes_at(to, min(size, 1))
    size = min(size, 1 << 18)
    m.put(to, bytes((byte & 0xFF,)) * size, 0)
    return to


def _memset(m: Machine) -> int:
    return _set(m, m.argument(0), m.argument(1), m.argument(2))


def _aeabi_memset(m: Machine) -> int:
    return _set(m, m.argument(0), m.argument(2), m.argument(1))


def _aeabi_memclr(m: Machine) -> int:
    return _set(m, m.argument(0), 0, m.argument(1))


def _bzero(m: Machine) -> int:
    return _set(m, m.argument(0), 0, m.argument(1))


def _strlen(m: Machine) -> int:
    return len(m.string_at(m.argument(0)))


def _strcpy(m: Machine) -> int:
    to, source = m.argument(0), m.argument(1)
    m.put(to, m.string_at(source) + b"\0", source)
    return to


def _strncpy(m: Machine) -> int:
    to, source, size = m.argument(0), m.argument(1), min(m.argument(2), 1 << 18)
    m.put(to, m.string_at(source)[:size].ljust(size, b"\0"), source)
    return to


def _strcat(m: Machine) -> int:
    to, source = m.argument(0), m.argument(1)
    m.put(to + len(m.string_at(to)), m.string_at(source) + b"\0", source)
    return to


def _strncat(m: Machine) -> int:
    to, source = m.argument(0), m.argument(1)
    m.put(to + len(m.string_at(to)), m.string_at(source)[: m.argument(2)] + b"\0", source)
    return to


def _order(a: bytes, b: bytes) -> int:
    return (a > b) - (a < b)


def _strcmp(m: Machine) -> int:
    return _order(m.string_at(m.argument(0)), m.string_at(m.argument(1)))


def _strncmp(m: Machine) -> int:
    size = m.argument(2)
    return _order(m.string_at(m.argument(0))[:size], m.string_at(m.argument(1))[:size])


def _memcmp(m: Machine) -> int:
    size = m.argument(2)
    return _order(m.bytes_at(m.argument(0), size), m.bytes_at(m.argument(1), size))


def _strchr(m: Machine) -> int:
    start = m.argument(0)
    at = (m.string_at(start) + b"\0").find(bytes((m.argument(1) & 0xFF,)))
    return start + at if at >= 0 else 0


def _strrchr(m: Machine) -> int:
    start = m.argument(0)
    at = (m.string_at(start) + b"\0").rfind(bytes((m.argument(1) & 0xFF,)))
    return start + at if at >= 0 else 0


def _strstr(m: Machine) -> int:
    start = m.argument(0)
    at = m.string_at(start).find(m.string_at(m.argument(1)))
    return start + at if at >= 0 else 0


def _number(m: Machine) -> int:
    """`atoi`: spaces, a sign, figures."""
    found = re.match(rb"\s*([+-]?\d{1,18})", m.string_at(m.argument(0)))
    return int(found[1]) if found else 0


def _lower(m: Machine) -> int:
    letter = m.argument(0) & 0xFFFFFFFF
    return letter | 32 if 65 <= letter <= 90 else letter


def _upper(m: Machine) -> int:
    letter = m.argument(0) & 0xFFFFFFFF
    return letter & ~32 if 97 <= letter <= 122 else letter


def _strdup(m: Machine) -> int:
    source = m.argument(0)
    data = m.string_at(source) + b"\0"
    to = m.allocate(len(data))
    m.put(to, data, source)
    return to


def _malloc(m: Machine) -> int:
    return m.allocate(m.argument(0))


def _calloc(m: Machine) -> int:
    return m.allocate(m.argument(0) * m.argument(1))


def _nothing(_m: Machine) -> int:
    return 0


def _one(_m: Machine) -> int:
    return 1


_FUNCTIONS: dict[Known, str] = {
    _memcpy: "memcpy memmove __memcpy_chk __memmove_chk __aeabi_memcpy __aeabi_memcpy4 __aeabi_memcpy8 "
    "__aeabi_memmove __aeabi_memmove4 __aeabi_memmove8",
    _memset: "memset __memset_chk",
    _aeabi_memset: "__aeabi_memset __aeabi_memset4 __aeabi_memset8",
    _aeabi_memclr: "__aeabi_memclr __aeabi_memclr4 __aeabi_memclr8",
    _bzero: "bzero",
    _strlen: "strlen __strlen_chk",
    _strcpy: "strcpy __strcpy_chk",
    _strncpy: "strncpy __strncpy_chk",
    _strcat: "strcat __strcat_chk",
    _strncat: "strncat __strncat_chk",
    _strcmp: "strcmp",
    _strncmp: "strncmp",
    _memcmp: "memcmp",
    _strchr: "strchr __strchr_chk",
    _strrchr: "strrchr __strrchr_chk",
    _strstr: "strstr",
    _number: "atoi",
    _lower: "tolower",
    _upper: "toupper",
    _strdup: "strdup",
    _malloc: "malloc _Znwm _Znwj _Znam _Znaj",
    _calloc: "calloc",
    _nothing: "free _ZdlPv _ZdaPv _ZdlPvm _ZdlPvj __cxa_atexit __aeabi_atexit __cxa_finalize __cxa_guard_release "
    "pthread_mutex_lock pthread_mutex_unlock pthread_mutex_init __gmon_start__",
    _one: "__cxa_guard_acquire",
}
KNOWN: dict[str, Known] = {name: function for function, names in _FUNCTIONS.items() for name in names.split()}
