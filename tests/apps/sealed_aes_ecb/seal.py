"""Makes assets/rules.dat of the apps sealed_*: python tests/apps/sealed_aes_ecb/seal.py"""

import gzip
import hashlib
import zipfile
from itertools import cycle
from pathlib import Path

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

APPS = Path(__file__).parent.parent
LINES = "".join(f"org.example.app{n};/files/notes{n}.txt;r\n" for n in range(1, 61)).encode()
SEED = bytes((9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 22, 33, 44, 55, 66))


def padded(data: bytes, size: int) -> bytes:
    more = size - len(data) % size
    return data + bytes((more,)) * more


def sealed(algorithm, mode, data: bytes) -> bytes:
    writer = Cipher(algorithm, mode).encryptor()
    return writer.update(data) + writer.finalize()


def put(app: str, data: bytes) -> None:
    (APPS / app / "assets" / "rules.dat").write_bytes(data)


put("sealed_aes_ecb", sealed(algorithms.AES(b"0123456789abcdef"), modes.ECB(), padded(LINES, 16)))
put("sealed_key_native", sealed(algorithms.AES(b"apples and pears"), modes.ECB(), padded(LINES, 16)))
digest = hashlib.md5(b"school garden", usedforsecurity=False).digest()
put("sealed_aes_cbc_digest", sealed(algorithms.AES(digest), modes.CBC(bytes(range(1, 17))), padded(LINES, 16)))
put("sealed_des_short", sealed(TripleDES(b"garden\0\0" * 3), modes.ECB(), padded(LINES, 8)))
put("sealed_xor", bytes(a ^ b for a, b in zip(LINES, cycle(b"\x51\x2a\x33\x77\x19"), strict=False)))
put("sealed_rc4", sealed(ARC4(b"ten apples"), None, LINES))
made = bytes(((s ^ 0x5A) + n * 3) & 255 for n, s in enumerate(SEED))
put("sealed_key_arithmetic", sealed(algorithms.AES(made), modes.ECB(), padded(LINES, 16)))
packed = gzip.compress(LINES, mtime=0)
put("sealed_gzip_inside", sealed(algorithms.AES(b"key of 16 bytes."), modes.CTR(b"starting value 1"), packed))
put("sealed_key_unknown", sealed(algorithms.AES(b"nobody knows it!"), modes.ECB(), padded(LINES, 16)))
with zipfile.ZipFile(APPS / "app_list" / "app.apk") as other:
    code = other.read("classes.dex")
cipher = sealed(algorithms.AES(b"pears and apples"), modes.ECB(), padded(code, 16))
(APPS / "sealed_code" / "assets" / "part.dat").write_bytes(cipher)
