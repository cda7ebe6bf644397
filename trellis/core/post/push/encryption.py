"""Encrypts a message for one browser, so that the push service cannot read it: RFC 8291, in one record."""

import os
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# A push service need not take more than 4,096 bytes: header (86), this, and what the cipher adds (17).
LARGEST_PAYLOAD = 3_993
LONGEST_KEY = 100
_RECORD_SIZE = 4_096
_SALT_BYTES = 16
_AUTH_BYTES = 16
_POINT_BYTES = 65
_LAST_RECORD = b"\x02"


class BadKeys(ValueError):
    """These are no keys of a browser's; `field` names the one that is none."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """What a browser gave us to encrypt for it: a point on the curve P-256, and a secret."""

    point: ec.EllipticCurvePublicKey
    auth: bytes


def read_keys(*, p256dh: str, auth: str) -> BrowserKeys:
    """Return a browser's keys of their texts in base64url; raise BadKeys."""
    point, secret = _bytes_of(p256dh, "p256dh"), _bytes_of(auth, "auth")
    if len(secret) != _AUTH_BYTES:
        raise BadKeys("auth")
    # A compressed point is one too, and no browser sends it.
    if len(point) != _POINT_BYTES:
        raise BadKeys("p256dh")
    try:
        return BrowserKeys(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), secret)
    except ValueError:
        raise BadKeys("p256dh") from None


def encrypt(
    payload: bytes,
    keys: BrowserKeys,
    *,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Return the body of a request that only the browser can read.

    `salt` and `sender`, our key for this one message, are drawn; tests with known answers give them.
    Raises ValueError for a payload over LARGEST_PAYLOAD.
    """
    if len(payload) > LARGEST_PAYLOAD:
        raise ValueError("too long for one record")
    salt = salt or os.urandom(_SALT_BYTES)
    sender = sender or ec.generate_private_key(ec.SECP256R1())
    ours, theirs = _as_bytes(sender.public_key()), _as_bytes(keys.point)
    shared = sender.exchange(ec.ECDH(), keys.point)
    secret = _derive(shared, salt=keys.auth, info=b"WebPush: info\x00" + theirs + ours, length=32)
    key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    header = salt + _RECORD_SIZE.to_bytes(4) + len(ours).to_bytes(1) + ours
    return header + AESGCM(key).encrypt(nonce, payload + _LAST_RECORD, None)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _as_bytes(point: ec.EllipticCurvePublicKey) -> bytes:
    return point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _bytes_of(text: str, field: str) -> bytes:
    """Return the bytes of base64url, padded or not; Python's own decoder passes over other letters."""
    bare = text.rstrip("=")
    if len(text) > LONGEST_KEY or not bare.isascii() or not bare.replace("-", "").replace("_", "").isalnum():
        raise BadKeys(field)
    try:
        return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        raise BadKeys(field) from None
