"""Whatever text stands in an app, an address is read from it or not, and nothing is made up."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.answer.addresses import Address, addresses

TEXT = st.text(max_size=300)
PIECES = st.lists(
    st.sampled_from([
        "http://", "https://", "WSS://", "ftp://user:pw@", "tcp://", "://", "[", "]", "::1", "2001:db8::7", "192.0.2.7",
        "1.2.3.4", ":", "8080", "99999", "/", "path", "?q=%s", "{}", "%d", " ", "example.org", "例え.jp", "localhost",
        ".", "..", "@", "\0", "٣.٣.٣.٣", "İ.tr", "\u202e", "²", "a" * 70,
    ]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(TEXT | PIECES)
def test_every_part_of_an_address_stands_in_the_text(text: str) -> None:
    found = addresses(text)
    assert len(found) == len(set(found))
    for one in found:
        assert one.written in text
        assert one.host and one.host.casefold() in text.casefold()
        assert one.port is None or 0 <= one.port < 65536
        assert one.path is None or one.path in text
        assert one.network in {"public", "private", "reserved", "this device", "name"}
        assert isinstance(one.clear, bool)
        assert "%" not in one.host and "{" not in one.host


@given(
    st.lists(st.integers(0, 31), min_size=4, max_size=4),
    st.sampled_from(["{}", "v{}", "Version {}", " {} ", "{}-beta"]),
)
def test_versions_are_no_addresses(numbers: list[int], frame: str) -> None:
    assert addresses(frame.format(".".join(map(str, numbers)))) == []


@given(st.lists(st.integers(0, 999), min_size=5, max_size=8))
def test_longer_rows_of_numbers_are_no_addresses(numbers: list[int]) -> None:
    assert addresses(".".join(map(str, numbers))) == []


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_a_number_block_with_a_port_is_one(ip: ipaddress.IPv4Address, port: int) -> None:
    found = addresses(f"connect {ip}:{port} now")
    first = int(str(ip).split(".")[0])
    expected = [] if first in (0, 255) else [Address("", str(ip), port, None, f"{ip}:{port}")]
    assert found == expected


NAME = st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9](\.[a-z]{2,8}){1,3}", fullmatch=True)


@given(NAME, st.none() | st.integers(0, 65535), st.sampled_from(["http", "https", "wss", "ftp", "mqtt"]))
def test_a_plain_address_is_read_whole(name: str, port: int | None, scheme: str) -> None:
    written = f"{scheme}://{name}" + ("" if port is None else f":{port}") + "/a/b"
    assert addresses(f'send("{written}")') == [Address(scheme, name, port, "/a/b", written)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["http://", "http://a@", "1.1.1.1.", "a.", "://", "http://a", "1.", "http://[::", "ftp://a:1@"]
)
def test_long_texts_cost_no_more_than_their_length(piece: str) -> None:
    addresses(piece * (400_000 // len(piece)))
