"""Who we are to push services (RFC 8292): a key of the site's, and a token that it has signed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

# A day is the most that is allowed, and clocks differ.
_TOKEN_LIFETIME = timedelta(hours=12)


def is_on() -> bool:
    """Tell whether this site sends web push: it has a key."""
    return bool(settings.VAPID_KEY)


def public_key() -> str:
    """Return the key that browsers subscribe with, in base64url; "" where this site sends no web push."""
    return _public_of(settings.VAPID_KEY) if is_on() else ""


def authorization(origin: str, *, now: datetime) -> str:
    """Return the header by which the push service at `origin` knows this site."""
    claims = {"aud": origin, "exp": now + _TOKEN_LIFETIME, "sub": _subject()}
    token = jwt.encode(claims, _private(settings.VAPID_KEY), algorithm="ES256")
    return f"vapid t={token}, k={public_key()}"


def _subject() -> str:
    """Return whom a service may write to when something goes wrong."""
    if settings.IS_HTTPS:
        return str(settings.TRELLIS_PUBLIC_URL)
    return f"mailto:{parseaddr(settings.MAIL_FROM)[1]}"


@lru_cache(maxsize=4)
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    return ec.derive_private_key(number, ec.SECP256R1())


@lru_cache(maxsize=4)
def _public_of(key: str) -> str:
    point = _private(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
