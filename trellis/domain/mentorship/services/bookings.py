"""What can happen to a booking: asked for, confirmed, moved, called off, held.

Every verb on a booking takes it as its caller saw it, with the `version` that they have seen (None if
they do not say), and raises NotParticipant, NotAllowed, StaleVersion or InvalidTransition. What brings a
minor together with an adult raises NeedsGuardian, too (docs/decisions/guardians.md).
docs/decisions/double-booking.md says how one slot is never given twice.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.guardians.services.checking import refuse_unless_guarded
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, CompletedBy, Mentor, Status
from trellis.domain.mentorship.refusals import OwnSession
from trellis.domain.mentorship.rules.bookings import CANCELLED_BY, Verb, role_in
from trellis.domain.mentorship.rules.rooms import people_of
from trellis.domain.mentorship.rules.terms import MANSA, covering, moved_by, refuse_other_length
from trellis.domain.mentorship.services.attendance import as_held, as_missed
from trellis.domain.mentorship.services.changes import (
    Writer,
    count_held,
    is_in_calendars,
    refuse_unless_can,
    standing_of,
    write,
)
from trellis.domain.mentorship.services.claims import (
    alone_with,
    clashes_refused,
    refuse_too_many,
    refuse_unless_free,
    time_fields,
)
from trellis.domain.mentorship.services.lapsing import lapse_due
from trellis.domain.mentorship.services.links import own_link


@retried_once
def book(
    *,
    mentor: Mentor,
    mentee: User,
    starts_at: datetime,
    ends_at: datetime,
    topic: str,
    description: str = "",
    now: datetime,
) -> Booking:
    """Ask a mentor for a session: a pending booking, which holds its time until it lapses.

    Raises OwnSession, NotBookable, SlotTaken and TooManyBookings.
    """
    if mentor.user_id == mentee.pk:
        raise OwnSession
    with clashes_refused(), transaction.atomic():
        current = alone_with(mentor.pk, mentee.pk, starts_at, ends_at, now=now)
        refuse_too_many(mentee, now)
        refuse_unless_free(current, mentee, starts_at, ends_at, now)
        refuse_unless_guarded(people=(current.user, mentee), now=now)
        booking = Booking.objects.create(
            mentor=current,
            mentee=mentee,
            topic=topic,
            description=description,
            created_at=now,
            updated_at=now,
            expires_at=MANSA.held_until(starts_at, now),
            **MANSA.columns,
            **time_fields(current, starts_at, ends_at),
        )
        events.booking_requested.publish(
            actor_id=mentee.pk, subject=booking, data=standing_of(booking), now=now
        )
    return booking


def confirm(
    *,
    booking: Booking,
    actor: User,
    version: int | None,
    now: datetime,
    meeting_url: str = "",
    meeting_platform: str = "",
) -> Booking:
    """Accept a request; without a meeting link the session is held in its room. Raises InvalidLink."""

    def link(current: Booking) -> dict[str, Any]:
        refuse_unless_guarded(people=people_of(current), now=now)
        return own_link(current, meeting_url, meeting_platform, now) if meeting_url else {}

    writer = Writer(actor, version, now)
    with transaction.atomic():
        confirmed, step = _bring(booking, Verb.CONFIRM, Status.CONFIRMED, writer, link)
        events.booking_confirmed.publish(actor_id=actor.pk, subject=confirmed, data=step, now=now)
    return confirmed


def complete(*, booking: Booking, actor: User, version: int | None, now: datetime) -> Booking:
    """Say that the session took place; it counts among the mentor's sessions. Raises RoomSawOtherwise."""
    writer = Writer(actor, version, now)
    with transaction.atomic():
        completed, step = _bring(booking, Verb.COMPLETE, Status.COMPLETED, writer, as_held(actor, now))
        events.booking_completed.publish(actor_id=actor.pk, subject=completed, data=step, now=now)
    return completed


def mark_no_show(*, booking: Booking, actor: User, version: int | None, now: datetime) -> Booking:
    """Say that the mentee did not come, once the session has begun. Raises RoomSawOtherwise."""
    writer = Writer(actor, version, now)
    with transaction.atomic():
        missed, step = _bring(booking, Verb.MARK_NO_SHOW, Status.NO_SHOW, writer, as_missed(now))
        events.booking_missed.publish(actor_id=actor.pk, subject=missed, data=step, now=now)
    return missed


def cancel(*, booking: Booking, actor: User, version: int | None, now: datetime, reason: str = "") -> Booking:
    """Call off a session that is not over, as the side that `actor` is; its time is free again."""
    role = role_in(Booking.objects.select_related("mentor").get(pk=booking.pk), actor)
    writer = Writer(actor, version, now)
    with transaction.atomic():
        reasoned = {"cancellation_reason": reason}
        cancelled, step = _bring(booking, Verb.CANCEL, CANCELLED_BY[role], writer, lambda _: reasoned)
        told: events.CalledOff = {**step, "is_in_calendars": is_in_calendars(cancelled)}
        events.booking_cancelled.publish(actor_id=actor.pk, subject=cancelled, data=told, now=now)
    return cancelled


@retried_once
def reschedule(
    *,
    booking: Booking,
    actor: User,
    starts_at: datetime,
    ends_at: datetime,
    version: int | None,
    now: datetime,
) -> Booking:
    """Move a session that has not begun; it keeps its id and its history.

    What the mentee moves the mentor has to confirm anew, if it is theirs to confirm. Raises SlotTaken,
    NotBookable and TooNear, too.
    """
    writer = Writer(actor, version, now)
    before: dict[str, str] = {}

    def move(current: Booking) -> dict[str, Any]:
        role = refuse_unless_can(current, Verb.RESCHEDULE, writer)
        refuse_other_length(current, starts_at, ends_at)
        until = starts_at + covering(mentor, ends_at - starts_at) if current.is_first_talk else ends_at
        is_free = current.completed_by == CompletedBy.MENTOR
        refuse_unless_free(mentor, current.mentee, starts_at, until, now, besides=current, is_free=is_free)
        refuse_unless_guarded(people=people_of(current), now=now)
        before.update(
            status=str(current.status),
            starts_at=current.starts_at.isoformat(),
            ends_at=current.ends_at.isoformat(),
        )
        return {**moved_by(current, role, starts_at, now), **time_fields(mentor, starts_at, ends_at)}

    with clashes_refused(), transaction.atomic():
        mentor = alone_with(booking.mentor_id, booking.mentee_id, starts_at, ends_at, booking, now=now)
        moved = write(booking, move, now)
        told: events.Moved = {
            **standing_of(moved),
            "previous_status": before["status"],
            "previous_starts_at": before["starts_at"],
            "previous_ends_at": before["ends_at"],
        }
        events.booking_rescheduled.publish(actor_id=actor.pk, subject=moved, data=told, now=now)
    return moved


def add_meeting_link(
    *, booking: Booking, actor: User, url: str, platform: str = "", version: int | None, now: datetime
) -> Booking:
    """Set or change where a confirmed session is held, until it is over (the mentor). Raises InvalidLink."""
    writer = Writer(actor, version, now)

    def link(current: Booking) -> dict[str, Any]:
        refuse_unless_can(current, Verb.ADD_LINK, writer)
        return own_link(current, url, platform, now)

    with transaction.atomic():
        linked = write(booking, link, now)
        data = standing_of(linked)
        events.meeting_link_added.publish(actor_id=actor.pk, subject=linked, data=data, now=now)
    return linked


def expire_pending(*, now: datetime) -> int:
    """Let the requests lapse that nobody answered, or paid for, in time, and return how many."""
    return lapse_due(now=now)


def _bring(
    booking: Booking,
    verb: Verb,
    target: Status,
    writer: Writer,
    more: Callable[[Booking], dict[str, Any]] = lambda _: {},
) -> tuple[Booking, events.Step]:
    """Bring the booking into the status `target` by `verb`, and return it with what its event tells.

    `more` says what else changes, given its row.
    """
    previous = ""

    def decide(current: Booking) -> dict[str, Any]:
        nonlocal previous
        refuse_unless_can(current, verb, writer)
        previous = str(current.status)
        return {"status": target, **more(current)}

    brought = write(booking, decide, writer.now)
    if target == Status.COMPLETED:
        count_held(brought)
    return brought, {**standing_of(brought), "previous_status": previous}
