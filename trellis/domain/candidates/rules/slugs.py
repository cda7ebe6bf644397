"""The word by which a profile is named in addresses."""

from django.utils.text import slugify

from trellis.domain.candidates.rules.limits import LONGEST_SLUG

_NAMELESS = "candidate"
_ROOM_FOR_MORE = 10  # "-" and what tells namesakes apart


def slug_of(name: str) -> str:
    """Return the slug of a name; of one without any letter from a to z what is nobody's name."""
    return slugify(name)[: LONGEST_SLUG - _ROOM_FOR_MORE].strip("-_") or _NAMELESS


def told_apart(slug: str, letters: str) -> str:
    """Return a slug for another of the same name."""
    return f"{slug}-{letters}"
