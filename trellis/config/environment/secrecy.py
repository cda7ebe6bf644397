"""Whether a secret looks as if chance had made it."""

import hmac
from base64 import urlsafe_b64encode
from itertools import pairwise

# What stands where somebody is still to put a secret; chance writes one of them into a key in some million.
_WORDS = ("change-me", "changeme", "for-tests", "insecure", "placeholder", "replace-me")


def looks_random(text: str, *, length: int, different: int) -> bool:
    """Tell whether a text has such a length, so many different characters, and no words or patterns."""
    return (
        len(text) >= length
        and len(set(text)) >= different
        and text.isascii()
        and text.isprintable()
        and " " not in text
        and not any(word in text.lower() for word in _WORDS)
        and not _repeats(text)
        and not _counts(text)
    )


def key_made_of(secret: str, purpose: str) -> str:
    """Return 32 bytes in base64url, always the same for a secret and what they are for."""
    raw = hmac.digest(secret.encode(), f"trellis key for {purpose}".encode(), "sha256")
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _repeats(text: str) -> bool:
    """Tell whether a quarter of it, or more, only says again what it has said."""
    threes = [text[at : at + 3] for at in range(len(text) - 2)]
    return len(set(threes)) < 0.75 * len(threes)


def _counts(text: str) -> bool:
    """Tell whether most characters are neighbours in the alphabet, or twice the same."""
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(text)]
    return sum(step <= 1 for step in steps) * 2 > len(steps)
