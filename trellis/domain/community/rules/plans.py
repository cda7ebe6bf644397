"""What an event is to be, before it is one; and whether it can be so."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from trellis.domain.community.refusals import BadRepetition, BadTime
from trellis.domain.community.rules.choices import Frequency
from trellis.domain.community.rules.limits import FURTHEST, LONGEST_GATHERING
from trellis.domain.community.rules.recurrence import Repetition, Span, spans

# What tells people when and where to be.
TIMES = frozenset({"starts_at", "ends_at", "timezone", "is_all_day", "frequency", "every", "times", "until"})
WHERE = frozenset({"place", "online_link"})
FIELDS = (
    *("title", "description", "place", "online_link", "starts_at", "ends_at", "timezone", "is_all_day"),
    *("frequency", "every", "times", "until", "capacity"),
)


def repetition_of(said: Mapping[str, Any]) -> Repetition | None:
    """Return how often it happens again, None for once; raise BadRepetition for what never ends, or twice."""
    if not said["frequency"]:
        return None
    if (said["times"] is None) == (said["until"] is None):
        raise BadRepetition(sentence="Say how many times it happens, or until which day, and not both.")
    return Repetition(Frequency(said["frequency"]), said["every"], said["times"], said["until"])


def spans_of(said: Mapping[str, Any]) -> list[Span]:
    """Return all times of an event that is `said` to be so; raise BadRepetition, BadTime."""
    length = said["ends_at"] - said["starts_at"]
    if length <= timedelta(0):
        raise BadTime("ends_at", "It has to end after it begins.")
    if length > LONGEST_GATHERING:
        raise BadTime("ends_at", f"An event lasts at most {LONGEST_GATHERING.days} days.")
    repeats = repetition_of(said)
    return spans(starts_at=said["starts_at"], ends_at=said["ends_at"], zone=said["timezone"], repeats=repeats)


def in_whole_days(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said, of whole days from midnight to midnight: the last day is one of them."""
    if not said["is_all_day"]:
        return dict(said)
    zone = ZoneInfo(said["timezone"])
    first, last = said["starts_at"].astimezone(zone), said["ends_at"].astimezone(zone)
    rest = timedelta(days=0 if last.time() == time.min and last.date() > first.date() else 1)
    return {
        **said,
        "starts_at": datetime.combine(first.date(), time.min, tzinfo=zone),
        "ends_at": datetime.combine(last.date() + rest, time.min, tzinfo=zone),
    }


def refuse_out_of_time(starts_at: datetime, *, now: datetime) -> None:
    """Raise BadTime for what begins before now, or too far ahead."""
    if starts_at <= now:
        raise BadTime("starts_at", "It has to begin in the time ahead.")
    if starts_at > now + FURTHEST:
        raise BadTime("starts_at", "This is too far ahead.")
