"""Keys of Ed25519: from the text of a setting, and as JOSE, DIDs and Multikey write them."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LONGEST_BASE_58 = 128
_ED25519 = b"\xed\x01"  # by which Multikey knows the kind


@lru_cache(maxsize=4)
def private_key(text: str) -> Ed25519PrivateKey:
    """Return the key that a setting holds: 32 bytes in base64url."""
    return Ed25519PrivateKey.from_private_bytes(from_base64(text))


def public_key(text: str) -> Ed25519PublicKey:
    """Return a public key: 32 bytes in base64url."""
    return Ed25519PublicKey.from_public_bytes(from_base64(text))


def public_text(key: Ed25519PrivateKey) -> str:
    """Return the public part of a key, in base64url."""
    return to_base64(key.public_key().public_bytes_raw())


def as_jwk(public: str) -> dict[str, str]:
    """Return a public key as JOSE has it."""
    return {"kty": "OKP", "crv": "Ed25519", "x": public}


def thumbprint(public: str) -> str:
    """Return the name of a key by what it is (RFC 7638)."""
    text = json.dumps(as_jwk(public), sort_keys=True, separators=(",", ":"))
    return to_base64(hashlib.sha256(text.encode()).digest())


def as_multikey(public: str) -> str:
    """Return a public key as Multikey has it: `z6Mk…`."""
    return to_base58(_ED25519 + from_base64(public))


def of_multikey(text: str) -> str:
    """Return the public key of a Multikey, in base64url; raise ValueError for what is none of Ed25519."""
    raw = from_base58(text)
    if not raw.startswith(_ED25519) or len(raw) != len(_ED25519) + 32:
        raise ValueError("no key of Ed25519")
    return to_base64(raw[len(_ED25519) :])


def to_base64(raw: bytes) -> str:
    """Return bytes in base64url, without what fills it up."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """Return the bytes of a base64url text."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def to_base58(raw: bytes) -> str:
    """Return bytes as multibase has them in base58btc: `z`, and the digits of Bitcoin."""
    number, digits = int.from_bytes(raw), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE_58[digit] + digits
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    return f"z{_BASE_58[0] * zeros}{digits}"


def from_base58(text: str) -> bytes:
    """Return the bytes of a multibase text in base58btc; raise ValueError for any other."""
    if not text.startswith("z") or len(text) > _LONGEST_BASE_58:
        raise ValueError("no base58btc")
    number, digits = 0, text[1:]
    for digit in digits:
        number = number * 58 + _BASE_58.index(digit)
    zeros = len(digits) - len(digits.lstrip(_BASE_58[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
