"""X.509 certificates as rows, and signatures checked with their keys.

`cryptography` is imported where it is used: loading it costs more than the rest of the start.
"""

import hashlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name


@dataclass(frozen=True, slots=True)
class Identity:
    """What a certificate says. Texts are empty where it could not be parsed; the hashes are always there."""

    subject: str
    issuer: str
    serial: str
    not_before: str
    not_after: str
    sha256: str
    sha1: str
    md5: str
    key_kind: str
    key_bits: int
    public_key_sha256: str
    signature_algorithm: str
    key: Any
    spki: bytes
    damage: str | None


def identity(der: bytes) -> Identity:
    """Reads one certificate in DER; what is unreadable in it is said in `damage`."""
    from cryptography import x509

    fields: dict[str, Any] = dict.fromkeys(
        ("subject", "issuer", "serial", "not_before", "not_after", "key_kind", "public_key_sha256"), ""
    )
    fields |= {"signature_algorithm": "", "key_bits": 0, "key": None, "spki": b"", "damage": None}
    try:
        with warnings.catch_warnings():
            # Names of makers often break the rules of X.509; that is no news to whoever runs this.
            warnings.simplefilter("ignore")
            certificate = x509.load_der_x509_certificate(der)
            fields |= _validity(certificate)
            fields |= {"subject": _name(certificate.subject), "issuer": _name(certificate.issuer)}
            fields |= _key(certificate)
    except Exception as error:  # a hostile certificate may fail anywhere inside the parser
        fields["damage"] = f"the certificate cannot be parsed whole: {type(error).__name__}: {error}"[:300]
    return Identity(
        sha256=hashlib.sha256(der).hexdigest(),
        sha1=hashlib.sha1(der, usedforsecurity=False).hexdigest(),
        md5=hashlib.md5(der, usedforsecurity=False).hexdigest(),
        **fields,
    )


def _validity(certificate: "Certificate") -> dict[str, str]:
    return {
        "serial": f"{certificate.serial_number:x}",
        "not_before": certificate.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "not_after": certificate.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signature_algorithm": str(
            getattr(certificate.signature_algorithm_oid, "_name", "")
            or certificate.signature_algorithm_oid.dotted_string
        ),
    }


def _name(name: "Name") -> str:
    """RFC 4514 order and escapes, with `emailAddress` by name."""
    from cryptography.x509.oid import NameOID

    return name.rfc4514_string({NameOID.EMAIL_ADDRESS: "emailAddress"})


def _key(certificate: "Certificate") -> dict[str, Any]:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key: Any = certificate.public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    kind = type(key).__name__.lower()
    names = {"rsa": "RSA", "elliptic": "EC", "ec": "EC", "dsa": "DSA", "ed": "EdDSA"}
    word = next((word for stem, word in names.items() if kind.lstrip("_").startswith(stem)), kind)
    return {
        "key": key,
        "spki": spki,
        "key_kind": word,
        "key_bits": int(getattr(key, "key_size", 0)),
        "public_key_sha256": hashlib.sha256(spki).hexdigest(),
    }


def check(key: Any, signature: bytes, data: bytes, digest: str, *, pss: bool = False) -> str | None:
    """Why `signature` over `data` does not hold; None when it does. Raises Unchecked when it cannot be checked.

    `digest` is a name of hashlib. RSA is PKCS#1 v1.5, or PSS with a salt of the digest's length.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa

    algorithms: dict[str, type[Any]] = {
        "md5": hashes.MD5,
        "sha1": hashes.SHA1,
        "sha224": hashes.SHA224,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    if digest not in algorithms:
        raise Unchecked(f"digest {digest} is not known")
    algorithm = algorithms[digest]()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            salted = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key.verify(signature, data, salted if pss else padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        elif isinstance(key, dsa.DSAPublicKey):
            key.verify(signature, data, algorithm)
        else:
            raise Unchecked("the kind of key is not used by Android")
    except InvalidSignature:
        return "the signature does not fit the key and the signed bytes"
    except (UnsupportedAlgorithm, ValueError) as error:
        raise Unchecked(f"{type(error).__name__}: {error}"[:200]) from error
    return None


class Unchecked(Exception):
    """A signature could not be checked; the text says why."""
