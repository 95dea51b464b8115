"""Sealed parts: opened where the app's own code shows how, and left closed where it does not."""

import hashlib
from itertools import cycle
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil import core
from sousveil.model.sealed import Sealed
from sousveil.recover.code import Node, Use
from sousveil.recover.natives.hidden import Key
from sousveil.recover.natives.running import Function
from sousveil.recover.sealed import _picture, arithmetic
from sousveil.recover.sealed.blocks import rc4, unpadded
from sousveil.recover.sealed.constants import STEPS, Constants
from sousveil.recover.sealed.opening import Budget, opened, proven
from sousveil.recover.sealed.schemes import Scheme, natively
from sousveil.verify.unseal import unsealed
from tests.conftest import audited

OPENED = {
    "sealed_aes_ecb": "AES/ECB, key of 128 bits",
    "sealed_aes_cbc_digest": "AES/CBC, key of 128 bits",
    "sealed_des_short": "DES/ECB, key of 64 bits",
    "sealed_xor": "exclusive or with a key",
    "sealed_rc4": "RC4, key of 80 bits",
    "sealed_key_arithmetic": "AES/ECB, key of 128 bits",
    "sealed_key_native": "AES/ECB, key of 128 bits",
    "sealed_key_native_made": "AES/ECB, key of 128 bits",
    "sealed_gzip_inside": "AES/CTR, key of 128 bits; gzip",
}
LINES = b"".join(b"org.example.app%d;/files/notes%d.txt;r\n" % (n, n) for n in range(1, 61))


@pytest.mark.parametrize(("app", "how"), OPENED.items())
def test_a_sealed_list_is_opened_with_the_key_that_stands_in_the_code(app, how):
    (one,) = audited(app).sealed
    assert (one.opened, one.kind, one.how) == (True, "text", how)
    assert one.opened_size == len(LINES)
    assert one.begins.startswith("org.example.app1;/files/notes1.txt;r")
    assert any("Reads assets/rules.dat" in step.shows for step in one.evidence)


def test_a_key_in_native_code_is_named_where_it_stands():
    (one,) = audited("sealed_key_native").sealed
    (key,) = [step for step in one.evidence if step.place.startswith("elf:")]
    assert key.reads == "apples and pears"
    assert key.part.endswith("libschool.so")


def test_a_key_that_native_code_computes_is_made_by_its_function_alone():
    (one,) = audited("sealed_key_native_made").sealed
    (run,) = [step for step in one.evidence if step.place.startswith("run:")]
    assert run.reads == one.key
    assert "n3" in run.place


def test_ciphers_of_native_code_are_tried_with_its_constants_where_its_tables_stand():
    key = Key(bytes(range(16)), Function(1, 0x10, 20, False, None, ""), None)
    assert list(natively([key], ())) == []
    some = list(natively([key], ("native.algorithm.aes",)))
    assert [s.name for s in some] == ["AES/ECB", "AES/CBC"]
    padded = LINES + bytes((16 - len(LINES) % 16,)) * (16 - len(LINES) % 16)
    maker = Cipher(algorithms.AES(key.value), modes.CBC(bytes(16))).encryptor()
    came = opened(maker.update(padded) + maker.finalize(), some, Budget())
    assert came is not None
    assert (came.data, came.scheme.run) == (LINES, key)


def test_a_key_that_nobody_wrote_down_leaves_it_closed():
    (one,) = audited("sealed_key_unknown").sealed
    assert not one.opened
    assert "AES/ECB/PKCS5Padding" in one.missing
    (finding,) = [f for f in audited("sealed_key_unknown").findings if f.question == "searches"]
    assert "could not be opened" in finding.says


def test_ctr_is_opened_with_blocks_of_eight_bytes_too():
    """Written here by ECB over the counter, as NIST SP 800-38A says; the start value runs over its end."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    key, start = bytes(range(24)), b"\xff" * 7 + b"\xfe"
    counts = [(int.from_bytes(start, "big") + n) % 2**64 for n in range(len(LINES) // 8 + 1)]
    encrypt = Cipher(TripleDES(key), modes.ECB()).encryptor().update
    sealed = bytes(a ^ b for a, b in zip(LINES, b"".join(encrypt(c.to_bytes(8, "big")) for c in counts), strict=False))
    came = opened(sealed, [Scheme("DESede/CTR/NoPadding", key, start, 0, 0)], Budget())
    assert came is not None
    assert (came.data, came.how) == (LINES, "DESEDE/CTR, key of 192 bits")
    one = Sealed(
        id="X-1", part="p", size=1, entropy=1, looks="", opened=True, recipe=came.recipe, opened_size=len(LINES),
        opened_sha256=hashlib.sha256(LINES).hexdigest(),
    )  # fmt: skip
    assert unsealed(one, sealed) == LINES


@given(st.binary(min_size=16, max_size=400))
def test_chance_bytes_prove_nothing(data):
    if max(data) > 0x7F and len(set(data)) > 12:
        assert proven(data) in (None, "text") or data[:2] in (b"PK", b"\x1f\x8b")


@given(st.binary(min_size=32, max_size=64), st.binary(min_size=1, max_size=8))
@settings(max_examples=200)
def test_nothing_raises_on_any_bytes_and_any_key(data, key):
    schemes = [Scheme(name, key, b"", 0, 0) for name in ("AES/CBC/X", "DES", "XOR", "RC4", "?", "DESede/ECB/NoPadding")]
    budget = Budget()
    opened(data, schemes, budget)
    assert budget.left > 0


def test_trying_stops_at_its_limit():
    schemes = [Scheme("XOR", bytes((n,)), b"", 0, 0) for n in range(1, 200)]
    budget = Budget(10)
    assert opened(b"\xff\x00" * 40, schemes, budget) is None
    assert budget.left < 0


@given(st.binary(min_size=1, max_size=100), st.binary(min_size=1, max_size=32))
def test_rc4_undoes_itself(data, key):
    assert rc4(rc4(data, key), key) == data


def test_rc4_is_rc4():
    assert rc4(b"Plaintext", b"Key").hex() == "bbf316e8d940af0ad3"  # the vector that is printed with the algorithm


def test_padding_goes_and_text_stays():
    assert unpadded(b"abcd\x04\x04\x04\x04") == b"abcd"
    assert unpadded(b"abcd") == b"abcd"


def test_xor_with_a_long_key_is_opened_and_with_another_is_not():
    data = bytes(a ^ b for a, b in zip(LINES, cycle(b"\x91\x13\x7f"), strict=False))
    assert opened(data, [Scheme("XOR", b"\x91\x13\x7f", b"", 0, 0)], Budget()).data == LINES
    assert opened(data, [Scheme("XOR", b"\x91\x13\x7e", b"", 0, 0)], Budget()) is None


def node(kind, number=0, *children):
    return Node(kind, "", number, tuple(children), None)


def test_arithmetic_is_javas():
    counter = node("any", 0, node("int", 0), node("operation", 0xD8, node("unknown"), node("int", 1)))
    assert arithmetic.counts(counter)
    minus = node("operation", 0xD9, counter, node("int", 10))  # rsub-int/lit8: 10 - i
    assert arithmetic.number(minus, counter, 3, lambda _: None) == 7
    wrapped = node("operation", 0x92, node("int", 1 << 30), node("int", 4))
    assert arithmetic.number(wrapped, counter, 0, lambda _: None) == 0
    assert arithmetic.number(node("operation", 0x93, counter, node("int", 0)), counter, 1, lambda _: None) is None


def test_pictures_for_a_graphics_processor_are_not_sealed() -> None:
    def first(data: bytes) -> bool:
        blob = core.Blob(data)
        facts = SimpleNamespace(parts=SimpleNamespace(blob=lambda _: blob))
        return _picture(facts, SimpleNamespace(number=1))  # type: ignore[arg-type]

    assert first(b"PKM 10\x00\x00\x01\x00" + bytes(16))
    assert first(b"\xabKTX 11\xbb\r\n\x1a\n" + bytes(16))
    assert not first(b"PK\x03\x04" + bytes(16))
    assert not first(bytes(16))


def test_callers_of_callers_are_asked_a_bounded_number_of_times() -> None:
    given = Node("parameter", "", 0, (), None)
    asked = []

    class Own:
        methods = range(20)

        def uses(self, methods):
            return [Use(m, n, "call", None, "La/B;->c(I)V", (given, given)) for m in methods for n in range(8)]

        @property
        def all(self):
            return self.uses(self.methods)

        def callers(self, method):
            asked.append(method)
            return [(method + 1, n) for n in range(8)]

    constants = Constants(Own())  # type: ignore[arg-type]
    assert constants.of(0, given) == ()
    assert 100 < len(asked) <= STEPS
    assert constants.of(0, Node("text", "key", 0, (), None)) == ("key",), "the next question has its own steps"
