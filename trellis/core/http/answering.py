"""From what was refused to what a door answers: by a line of its own, or else by that of its family."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from rest_framework import exceptions

from trellis.core import refusals
from trellis.core.http.errors import Conflict, Declined, Unavailable

Lines = Mapping[type[Exception], Callable[[Any], exceptions.APIException]]


class _Unknown(refusals.Refusal):
    """A refusal of which nothing is known: what a line answers has the same status whatever the facts."""

    wait = 1

    def __getattr__(self, name: str) -> str:
        return ""


class Answers:
    """What a door answers: its line for each family, and those of single refusals, by where they are from."""

    def __init__(self, families: Lines, singles: Mapping[str, Lines]) -> None:
        self.families = families
        self.singles = singles
        self._lines = dict(families)
        for lines in singles.values():
            self._lines.update(lines)

    @cached_property
    def statuses(self) -> frozenset[int]:
        """The statuses of single refusals, for the API description: a family's goes without saying."""
        kinds = {kind for lines in self.singles.values() for kind in lines}
        return frozenset(self._lines[kind](_Unknown()).status_code for kind in kinds)

    def but(self, source: str, lines: Lines) -> "Answers":
        """Return the same answers with a few lines of some views over them."""
        return Answers(self.families, {**self.singles, source: lines})

    def to(self, exc: Exception) -> exceptions.APIException | None:
        """Return the answer by the line of what `exc` most closely is, None where it is no refusal."""
        kind = next((each for each in type(exc).__mro__ if each in self._lines), None)
        return None if kind is None else self._lines[kind](exc)


def absent(refusal: refusals.Refusal) -> exceptions.APIException:
    """Answer 404."""
    return exceptions.NotFound(refusal.sentence)


def not_allowed(refusal: refusals.Refusal) -> exceptions.APIException:
    """Answer 403."""
    return exceptions.PermissionDenied(refusal.sentence)


def conflict(refusal: refusals.Refusal) -> exceptions.APIException:
    """Answer 409."""
    return Conflict(refusal.sentence)


def invalid(refusal: refusals.Invalid) -> exceptions.APIException:
    """Answer 400 (422 at SOOSH), with the fields."""
    return exceptions.ValidationError(refusal.errors)


def named(field: str, sentence: str) -> exceptions.APIException:
    """Answer as `invalid` does, with this sentence at this field."""
    return exceptions.ValidationError({field: [sentence]})


def too_many(refusal: refusals.TooMany) -> exceptions.APIException:
    """Answer 429."""
    return exceptions.Throttled(refusal.wait)


def declined(refusal: refusals.Refusal) -> exceptions.APIException:
    """Answer 402."""
    return Declined(refusal.sentence)


def unavailable(refusal: refusals.Unavailable) -> exceptions.APIException:
    """Answer 503."""
    return Unavailable(refusal.sentence, wait=refusal.wait)


# What a family is where a door's document says nothing else: its `answers.py` begins with them.
USUAL: Lines = {
    refusals.Absent: absent,
    refusals.NotAllowed: not_allowed,
    refusals.Stale: conflict,
    refusals.Conflict: conflict,
    refusals.Invalid: invalid,
    refusals.TooMany: too_many,
    refusals.NotYet: conflict,
    refusals.Declined: declined,
    refusals.Unavailable: unavailable,
}
# For views of no door.
PLAIN = Answers(USUAL, singles={})
