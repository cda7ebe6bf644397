"""What of an opportunity is understood by a model: its words, and a number that tells them from others."""

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.domain.learning.models import Opportunity

# The model reads no further.
_LONGEST = 1000
_DIGEST_BYTES = 8


def words_of(opportunity: "Opportunity") -> str:
    """Return its words, the weightiest first."""
    parts = (opportunity.title, ", ".join(opportunity.tags), opportunity.description)
    return ". ".join(filter(None, parts))[:_LONGEST]


def digest_of(words: str) -> int:
    """Return a number of these words, as a column holds it."""
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:_DIGEST_BYTES], signed=True)
