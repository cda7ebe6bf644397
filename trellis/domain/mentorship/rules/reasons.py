"""Why a time cannot be booked: each reason in words for whoever wanted it.

`slots.reason_against` decides by the schedule; what hangs on who asks stands in services.
"""

from datetime import timedelta
from enum import StrEnum

from trellis.domain.mentorship.rules.limits import LONGEST_BOOKING

_HOURS = LONGEST_BOOKING // timedelta(hours=1)
_MINUTES_OF_AN_HOUR, _HOURS_OF_A_DAY = 60, 24


class Reason(StrEnum):
    """What stands in the way of a time, the first that does."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    TOO_LONG = "too_long"
    AWAY = "away"
    CLOSED = "closed"
    SHOWN_TWICE = "shown_twice"
    NO_START = "no_start"
    NO_END = "no_end"
    TAKEN = "taken"
    NO_ROOM = "no_room"
    WEEK_FULL = "week_full"
    # Of who asks, and where.
    NOT_BOOKABLE = "not_bookable"
    ONLY_PRICED = "only_priced"
    OWN = "own_session"
    MENTEE_BUSY = "you_are_busy"
    MENTEES_FULL = "mentees_full"


_WORDS = {
    Reason.PAST: "This time has passed.",
    Reason.TOO_SOON: "This is too soon: the mentor wants to know of a session {notice} before it begins.",
    Reason.TOO_FAR: "This is too far ahead: sessions can be booked for the next 366 days.",
    Reason.TOO_LONG: f"The end must come after the start, by {_HOURS} hours at most.",
    Reason.AWAY: "The mentor is away at this time of this day.",
    Reason.CLOSED: "This is outside the hours in which the mentor gives sessions.",
    Reason.SHOWN_TWICE: "The clocks go back and show this time twice: only the first of them can be booked.",
    Reason.NO_START: "The mentor gives sessions at this time of day, but none begins at this minute.",
    Reason.NO_END: "A session can begin then, but none ends so: each lasts {session}.",
    Reason.TAKEN: "Somebody has this time already{break_after}.",
    Reason.NO_ROOM: "It would leave the mentor no break of {buffer} before the next session.",
    Reason.WEEK_FULL: "The mentor has as many sessions in this week as they give.",
    Reason.NOT_BOOKABLE: "This mentor takes no bookings at the moment.",
    Reason.ONLY_PRICED: "This mentor gives no free sessions: they are booked at their price.",
    Reason.OWN: "You cannot book a session with yourself.",
    Reason.MENTEE_BUSY: "You have another session at this time.",
    Reason.MENTEES_FULL: "The mentor has as many mentees as they take at once.",
}


def words_for(reason: Reason, *, session: int, buffer: int, notice: int) -> str:
    """Return the rule that took a time away, in a sentence; the mentor's rules are minutes."""
    return _WORDS[reason].format(
        notice=lasting(notice),
        session=lasting(session),
        buffer=lasting(buffer),
        break_after=", or it is the mentor's break after a session" if buffer else "",
    )


def lasting(minutes: int) -> str:
    """Return a length as people say it: 90 minutes, an hour, 2 days."""
    hours, rest = divmod(minutes, _MINUTES_OF_AN_HOUR)
    if rest or not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    days, rest = divmod(hours, _HOURS_OF_A_DAY)
    if rest or not days:
        return "an hour" if hours == 1 else f"{hours} hours"
    return "a day" if days == 1 else f"{days} days"
