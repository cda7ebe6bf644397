"""A booking as one side of it sees it: the other person, and what can be done about it now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import ModuleType
from typing import Any

from django.utils.timezone import get_current_timezone

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Cancellation, ConfirmedBy, Status
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.bookings import Verb, is_unpaid, status_at, what_can
from trellis.domain.mentorship.rules.calendars import google_link, outlook_link
from trellis.domain.mentorship.rules.cancellation import policy_in_words
from trellis.domain.mentorship.rules.meetings import place_of
from trellis.domain.mentorship.rules.sides import sides

_BADGES = {
    Status.PENDING: ("Waiting for an answer", "ajar"),
    Status.CONFIRMED: ("Confirmed", "open"),
    Status.COMPLETED: ("Completed", "info"),
    Status.CANCELLED_BY_MENTOR: ("Cancelled by the mentor", "danger"),
    Status.CANCELLED_BY_MENTEE: ("Cancelled by the mentee", "danger"),
    Status.CANCELLED_EXPIRED: ("Lapsed without an answer", "danger"),
    Status.NO_SHOW: ("Nobody came", "danger"),
}


_BADGES_OF_PAID = {
    Status.PENDING: ("Waiting for the payment", "ajar"),
    Status.CANCELLED_EXPIRED: ("Not paid in time", "danger"),
}


@dataclass(frozen=True)
class Card:
    """One booking on a page. `said` is told in it; `opened` names the form that has `errors`."""

    booking: Booking
    is_mentor_side: bool
    now: datetime
    said: str = ""
    went_wrong: bool = False
    opened: str = ""
    errors: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def other(self) -> User:
        """The person on the other side."""
        return self.booking.mentee if self.is_mentor_side else self.booking.mentor.user

    @property
    def status(self) -> str:
        """Where the booking stands now: a request that has lapsed has, swept up or not."""
        return status_at(self.booking, self.now)

    @property
    def badge(self) -> tuple[str, str]:
        """The status in words, and the colour of its badge."""
        is_paid_for = self.booking.confirmed_by == ConfirmedBy.PAYMENT
        words = {**_BADGES, **_BADGES_OF_PAID} if is_paid_for else _BADGES
        return words[Status(self.status)]

    @property
    def has_begun(self) -> bool:
        """Whether the session's time has come."""
        return self.booking.starts_at <= self.now

    @property
    def can_confirm(self) -> bool:
        """Whether the mentor may say yes."""
        return Verb.CONFIRM in self._can

    @property
    def can_complete(self) -> bool:
        """Whether this side may say that it took place."""
        return Verb.COMPLETE in self._can

    @property
    def can_mark_missed(self) -> bool:
        """Whether the mentor may say that nobody came."""
        return Verb.MARK_NO_SHOW in self._can

    @property
    def can_cancel(self) -> bool:
        """Whether this side may call it off."""
        return Verb.CANCEL in self._can

    @property
    def policy(self) -> str:
        """What it costs the mentee to call it off; "" where it is free."""
        is_free = self.is_mentor_side or self.booking.cancellation == Cancellation.FREE
        return "" if is_free or self.is_unpaid else policy_in_words(self.booking)

    @property
    def is_unpaid(self) -> bool:
        """Whether its time is held for a payment that has not come."""
        return is_unpaid(self.booking)

    @property
    def can_reschedule(self) -> bool:
        """Whether the session may be moved."""
        return Verb.RESCHEDULE in self._can

    @property
    def can_link(self) -> bool:
        """Whether the mentor may say where it takes place."""
        return Verb.ADD_LINK in self._can

    @property
    def can_join(self) -> bool:
        """Whether the session is one to go to."""
        return Verb.JOIN in self._can

    @property
    def when_for_other(self) -> str:
        """When it is on the other's clock, where that differs from the one of the page."""
        side = sides(self.booking)[0 if self.is_mentor_side else 1]
        return side.when_for_other(get_current_timezone())

    @property
    def place(self) -> str:
        """Where the session is held."""
        return place_of(self.booking)

    @property
    def google_link(self) -> str:
        """Where Google Calendar offers to add the session."""
        return google_link(self.booking)

    @property
    def outlook_link(self) -> str:
        """Where Outlook on the web offers to add the session."""
        return outlook_link(self.booking)

    @property
    def can_give_feedback(self) -> bool:
        """Whether this side has not said yet how it was."""
        return Verb.GIVE_FEEDBACK in self._can

    @property
    def limits(self) -> ModuleType:
        """How much its forms hold."""
        return limits

    @property
    def has_actions(self) -> bool:
        """Whether there is a button to press at once."""
        return self.can_join or self.can_confirm or self.can_complete or self.can_reschedule

    @cached_property
    def _can(self) -> frozenset[Verb]:
        return what_can(self.booking, "mentor" if self.is_mentor_side else "mentee", self.now)


def cards(bookings: Iterable[Booking], *, viewer: User, now: datetime) -> list[Card]:
    """Return a card for each booking, as `viewer` sees it."""
    return [card_of(booking, viewer=viewer, now=now) for booking in bookings]


def card_of(booking: Booking, *, viewer: User, now: datetime, **told: Any) -> Card:
    """Return the card of one booking."""
    return Card(booking, booking.mentor.user_id == viewer.pk, now, **told)
