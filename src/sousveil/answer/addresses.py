"""Addresses in text: where a URL, host or number block stands, taken apart."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

SCHEMES = frozenset(
    (
        *("http", "https", "ws", "wss", "ftp", "ftps", "sftp", "tcp", "udp", "ssl", "mqtt", "mqtts"),
        *("rtmp", "rtmps", "rtsp", "xmpp", "smtp", "smtps", "imap", "imaps", "pop3", "pop3s"),
        *("ldap", "ldaps", "socket", "coap", "stun", "turn"),
    )
)
SCHEME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{1,7}$")
AUTHORITY = re.compile(
    r"(?P<user>[^\s/@\"'<>?#]+@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:\"'<>?#\\{}$|,;()`]+)"
    r"(?::(?P<port>\d{1,5}))?(?P<path>/[^\s\"'<>`]*)?"
)
NUMBERS = re.compile(r"(?<![\d.])(?P<host>\d{1,3}(?:\.\d{1,3}){3})(?::(?P<port>\d{1,5}))?(?![\d.])")

CLEAR = {"http", "ws", "ftp", "tcp", "udp", "mqtt", "rtmp", "rtsp", "xmpp", "smtp", "imap", "pop3", "ldap", "socket"}
_HOST = re.compile(r"[a-z0-9\u0080-\uffff_-]+(\.[a-z0-9\u0080-\uffff_-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One destination as it is written. `port` and `path` are None where none stands."""

    scheme: str
    host: str
    port: int | None
    path: str | None
    written: str

    @property
    def clear(self) -> bool:
        """Whether the scheme itself sends without encryption."""
        return self.scheme in CLEAR

    @property
    def network(self) -> str:
        """`public`, `private`, `reserved` (for examples: nobody answers there), `this device` or `name`."""
        try:
            ip = ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            if self.host == "localhost":
                return "this device"
            return "reserved" if _EXAMPLES.search(self.host) else "name"
        if ip.is_loopback:
            return "this device"
        if _documentation(ip):
            return "reserved"
        return "private" if ip.is_private else "public"


_EXAMPLES = re.compile(r"(^|\.)(example|test|invalid|example\.(com|net|org|edu))$")
"""Names nobody can own: RFC 2606, RFC 6761."""

_RESERVED = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]


def _documentation(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(ip in network for network in _RESERVED if network.version == ip.version)


def addresses(text: str) -> list[Address]:
    """Every destination written in the text, in order, without doubles.

    A host must be a dotted name, a number block or `localhost`; template holes (`%s`, `{}`) end it, so a host that
    is filled in at run time is not guessed.
    """
    found = list(_urls(text))
    if not found:
        found = [a for m in NUMBERS.finditer(text) if (a := _of_numbers(m, text)) is not None]
    return list(dict.fromkeys(found))


def _urls(text: str) -> Iterator[Address]:
    """From each `://` back to the scheme and on to host, port and path."""
    mark = text.find("://")
    while mark >= 0:
        scheme = SCHEME.search(text, max(0, mark - 9), mark)
        rest = AUTHORITY.match(text, mark + 3)
        if scheme and rest and scheme.group().lower() in SCHEMES:
            written = text[scheme.start() : rest.end()].rstrip(".,;)")
            address = _address(scheme.group().lower(), rest, written)
            if address is not None:
                yield address
        mark = text.find("://", mark + 3)


def _address(scheme: str, rest: re.Match[str], written: str) -> Address | None:
    host = rest["host"].lower().rstrip(".")
    if "%" in host or not (_HOST.fullmatch(host) or host.startswith("[") or host == "localhost"):
        return None
    return Address(scheme, host, _port(rest["port"]), rest["path"], written)


def _of_numbers(match: re.Match[str], text: str) -> Address | None:
    """A bare number block is an address only when it is the whole text or a port follows: versions look alike."""
    if match.group() != text.strip() and match["port"] is None:
        return None
    parts = [int(p) for p in match["host"].split(".")]
    if any(p > 255 for p in parts) or any(len(p) > 1 and p[0] == "0" for p in match["host"].split(".")):
        return None
    if parts[0] in (0, 255) or (match["port"] is None and max(parts) < 32):
        return None
    return Address("", match["host"], _port(match["port"]), None, match.group())


def _port(text: str | None) -> int | None:
    return int(text) if text and int(text) < 65536 else None
