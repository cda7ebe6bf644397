"""What a command is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


class Intent(StrEnum):
    """What somebody wants of who acts for them."""

    SCHEDULE = "schedule_session"
    CANCEL = "cancel_session"
    MOVE = "move_session"
    READ_MESSAGES = "read_messages"
    NEXT_SESSION = "next_session"
    SEND = "send_message"
    PAY = "pay"
    YES = "yes"
    NO = "no"
    STOP = "stop"
    UNDO = "undo"
    SPELL = "spell"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class KnownName:
    """Somebody whom the person knows: `key` is the caller's, the rest tells them apart."""

    key: str
    full_name: str
    field: str = ""
    username: str = ""
    last_met: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Who was named, and who that may be: nobody, one, or several.

    A `pronoun` names who was named before. What is not `is_sure` was followed by a name of nobody's.
    """

    said: str
    candidates: tuple[KnownName, ...] = ()
    is_pronoun: bool = False
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class When:
    """Days (both ends are in), a part of the day, and times of the day, the likeliest first.

    No day is any day; one that is not said is the next on which the time makes sense. All is by the clock of
    who speaks.
    """

    first: date | None = None
    last: date | None = None
    part: Part | None = None
    times: tuple[time, ...] = ()
    is_day_said: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may have been heard wrong: a number with its likely readings, or words that mean nothing here."""

    about: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What was said, understood. What was not said is None, empty or 0.

    `when` is the time that is wanted, `which` that of the session that is meant: "move Tuesday's to Friday".
    `is_change` is said of what has just been proposed: "make it Thursday". `place` is the one that is
    chosen, from 1, or -1 for the last. `is_fragment` is no command, but nothing else than what a question
    may have asked for.
    """

    intent: Intent
    person: Match | None = None
    when: When | None = None
    which: When | None = None
    duration_minutes: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    words: str = ""
    doubts: tuple[Doubt, ...] = field(default=())
    is_change: bool = False
    is_fragment: bool = False
    place: int = 0

    def doubts_about(self, about: str) -> tuple[str, ...]:
        """Return the likely readings of what is doubtful, () where it is not."""
        return next((doubt.readings for doubt in self.doubts if doubt.about == about), ())
