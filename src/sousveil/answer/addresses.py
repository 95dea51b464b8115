"""Addresses in text: where a URL, host or number block stands, taken apart."""

import ipaddress
import re
from dataclasses import dataclass

URL = re.compile(
    r"(?P<scheme>https?|wss?|ftps?|sftp|tcp|udp|ssl|mqtts?|rtmps?|rtsp|xmpp|smtps?|imaps?|pop3s?|ldaps?|socket|coap|stun|turn)"
    r"://(?P<user>[^\s/@\"'<>?#]+@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:\"'<>?#\\{}$|,;()`]+)(?::(?P<port>\d{1,5}))?(?P<path>/[^\s\"'<>`]*)?",
    re.IGNORECASE,
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
        """`public`, `private`, `this device` or `name`."""
        try:
            ip = ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return "this device" if self.host == "localhost" else "name"
        if ip.is_loopback:
            return "this device"
        return "private" if ip.is_private and not _documentation(ip) else "public"


_RESERVED = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]


def _documentation(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(ip in network for network in _RESERVED if network.version == ip.version)


def addresses(text: str) -> list[Address]:
    """Every destination written in the text, in order, without doubles.

    A host must be a dotted name, a number block or `localhost`; template holes (`%s`, `{}`) end it, so a host that
    is filled in at run time is not guessed.
    """
    found = [a for m in URL.finditer(text) if (a := _of_url(m)) is not None]
    if not found:
        found = [a for m in NUMBERS.finditer(text) if (a := _of_numbers(m, text)) is not None]
    return list(dict.fromkeys(found))


def _of_url(match: re.Match[str]) -> Address | None:
    host = match["host"].lower().rstrip(".")
    if "%" in host or not (_HOST.fullmatch(host) or host.startswith("[") or host == "localhost"):
        return None
    return Address(match["scheme"].lower(), host, _port(match["port"]), match["path"], match.group().rstrip(".,;)"))


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
