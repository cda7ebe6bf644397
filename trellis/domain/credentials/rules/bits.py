"""Which badges hold no more, as one list of bits (W3C Bitstring Status List 1.0)."""

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from trellis.domain.credentials.rules.limits import BITS


def encoded(ended: Iterable[int]) -> str:
    """Return the list in which the bits of these numbers are 1: `u`, and base64url of its gzip.

    Number 0 is the leftmost bit of the first byte.
    """
    bits = bytearray(BITS // 8)
    for number in ended:
        bits[number // 8] |= 0x80 >> number % 8
    # No moment in it, so that the same list is the same text.
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_set(text: str, number: int) -> bool:
    """Tell whether a number's bit is 1 in an encoded list of ours."""
    bits = gzip.decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    return bool(bits[number // 8] & 0x80 >> number % 8)
