"""What the codes of an organization begin with."""

import re
from collections.abc import Container

from django.utils.text import slugify

_SHORTEST, _LONGEST = 3, 6
_NAMELESS = "ORG"


def stem_of(name: str) -> str:
    """Return the letters and digits of the name, in capitals, that a prefix is made of."""
    letters = re.sub("[^A-Z0-9]", "", slugify(name).upper()).lstrip("0123456789")
    return letters if len(letters) >= 2 else _NAMELESS


def beginning_of(stem: str) -> str:
    """Return what every prefix of this stem begins with."""
    return stem[:_SHORTEST]


def first_free(stem: str, *, taken: Container[str | None]) -> str:
    """Return the shortest beginning of the stem that is not taken: APP for AppBrew, else APPB.

    Three to six letters; when all are taken, numbers follow.
    """
    for length in range(_SHORTEST, min(_LONGEST, max(_SHORTEST, len(stem))) + 1):
        if stem[:length] not in taken:
            return stem[:length]
    number = 2
    while f"{beginning_of(stem)}{number}" in taken:
        number += 1
    return f"{beginning_of(stem)}{number}"
