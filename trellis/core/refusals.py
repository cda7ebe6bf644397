"""Why something is not done: nine families, of which each refusal of a domain app is one.

They know no HTTP. What a family becomes, each door says once in its `answers.py`; a refusal that no line
there names is answered by its family.
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Anything that is refused on purpose; `sentence` may be told to whoever asked."""

    sentence = "This cannot be done."

    def __init__(self, sentence: str | None = None) -> None:
        if sentence:
            self.sentence = sentence
        super().__init__(self.sentence)


class Absent(Refusal):
    """It is not there, or not for who asks."""

    sentence = "Not found."


class NotAllowed(Refusal):
    """It is another's to do."""

    sentence = "You do not have permission to perform this action."


class Stale(Refusal):
    """It was changed after who asks had read it."""

    sentence = "This has been changed in the meantime."


class Conflict(Refusal):
    """It stands where this cannot follow, or somebody else was faster."""

    sentence = "This cannot be done as things stand."


class Invalid(Refusal):
    """What was given cannot be so: `errors` says per field why, of `field` alone where it is one."""

    field = "non_field_errors"
    sentence = "This is not valid."

    def __init__(self, errors: Mapping[str, Any] | None = None, *, sentence: str | None = None) -> None:
        super().__init__(sentence)
        self.errors: Mapping[str, Any] = errors or {self.field: [self.sentence]}


class TooMany(Refusal):
    """It was done too often of late; in `wait` seconds it may be done again."""

    sentence = "This was done too often. Please try again later."
    wait = 1


class NotYet(Refusal):
    """Something else has to happen first."""

    sentence = "This cannot be done yet."


class Declined(Refusal):
    """Somebody outside, such as a bank, has said no."""

    sentence = "This was declined."


class Unavailable(Refusal):
    """What it takes is away or busy; in `wait` seconds the same may succeed."""

    sentence = "The service is busy. Please try again."
    wait = 1


FAMILIES: tuple[type[Refusal], ...] = (
    *(Absent, NotAllowed, Stale, Conflict, Invalid, TooMany, NotYet, Declined, Unavailable),
)
