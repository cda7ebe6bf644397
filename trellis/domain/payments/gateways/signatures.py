"""Signatures as Stripe puts them over what it sends: `t=<seconds>,v1=<HMAC-SHA256>`, with one v1 or more."""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from trellis.domain.payments.gateways.refusals import BadSignature

TOLERANCE = timedelta(seconds=300)
_LONGEST_HEADER = 4_096
_SCHEME = "v1"


def sign(body: bytes, *, secret: str, now: datetime) -> str:
    """Return the header that says: whoever knows the secret has sent this body at this moment."""
    moment = int(now.timestamp())
    return f"t={moment},{_SCHEME}={_signature(body, secret, str(moment))}"


def verify(body: bytes, header: str, *, secrets: Iterable[str], now: datetime) -> None:
    """Raise BadSignature unless one of these secrets has signed the body, within the last five minutes.

    Each signature in the header is a candidate: while a secret is changed there are two of them.
    """
    moment, signatures = _parts(header)
    # All are compared, so that how long it takes says nothing.
    known = [
        hmac.compare_digest(_signature(body, secret, moment).encode(), signature.encode())
        for secret in secrets
        for signature in signatures
    ]
    if not any(known) or int(moment) < (now - TOLERANCE).timestamp():
        raise BadSignature


def _parts(header: str) -> tuple[str, list[str]]:
    """Return the moment as it was signed, and all signatures of a header."""
    if len(header) > _LONGEST_HEADER:
        raise BadSignature
    pairs = [(name.strip(), value) for name, _, value in (part.partition("=") for part in header.split(","))]
    moments = [value for name, value in pairs if name == "t"]
    if len(moments) != 1 or not (moments[0].isascii() and moments[0].isdigit()) or len(moments[0]) > 12:
        raise BadSignature
    return moments[0], [value for name, value in pairs if name == _SCHEME]


def _signature(body: bytes, secret: str, moment: str) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, "sha256").hexdigest()
