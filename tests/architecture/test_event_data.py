"""The data of an event are ids and choices; what may be personal of it is declared apart, to be erased."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict, get_args, get_origin, get_type_hints

import pytest

from trellis.core.events import DomainEvent

# Texts in data that are nobody's words. One that people write belongs into `personal`.
_KEYS = {"item_id", "invitation_id", "participant_id", "session_id", "message_id", "code"}
_CHOICES = {
    *("status", "previous_status", "role", "kind", "format", "request_type", "verdict", "settled", "fault")
}
_MOMENTS = {"starts_at", "ends_at", "previous_starts_at", "previous_ends_at", "until"}
_NAMES_OF_FIELDS = {"texts", "fields"}
_PARTED = {"changes"}  # by core.events.parted
KNOWN = _KEYS | _CHOICES | _MOMENTS | _NAMES_OF_FIELDS | _PARTED


def texts_of(declared: Any) -> set[str]:
    """Return the keys of a TypedDict whose values may be texts."""
    return {key for key, hint in get_type_hints(declared).items() if _may_be_text(hint)}


def _may_be_text(hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return False
    return hint in (str, Any, object) or any(_may_be_text(each) for each in get_args(hint))


@pytest.mark.parametrize("event", DomainEvent.all, ids=lambda event: event.kind)
def test_its_data_hold_no_texts_that_people_write(event: DomainEvent[Any, Any]) -> None:
    unknown = texts_of(event.data) - KNOWN
    assert not unknown, f"declare {unknown} in its `personal`, or say above why nobody writes it"


@pytest.mark.parametrize("event", DomainEvent.all, ids=lambda event: event.kind)
def test_nothing_is_told_twice(event: DomainEvent[Any, Any]) -> None:
    twice = event.data.__annotations__.keys() & event.personal.__annotations__.keys()
    assert twice <= {"changes"}


def test_a_planted_text_is_found() -> None:
    class Planted(TypedDict):
        """One of each."""

        user_id: int
        side: Literal["mentor", "mentee"]
        is_new: bool
        comment: str
        names: list[str]
        reason: str | None
        anything: Any
        by_field: Mapping[str, list[Any]]

    assert texts_of(Planted) == {"comment", "names", "reason", "anything", "by_field"}
