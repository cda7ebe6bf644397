"""How a session of SOOSH is booked: held until it is paid for, taken of a package, or fixed at once if free.

Whoever asks for the same time again while it is theirs gets the same booking, and the same payment.
docs/decisions/booking.md says what is decided here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.guardians.services.checking import refuse_unless_guarded
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Bundle, ConfirmedBy, Mentor, Status
from trellis.domain.mentorship.queries.holding import holding
from trellis.domain.mentorship.refusals import (
    FirstTalkHad,
    HeldOtherwise,
    InvalidWish,
    OwnSession,
    SlotTaken,
    TooManyHolds,
)
from trellis.domain.mentorship.rules.bookings import is_unpaid
from trellis.domain.mentorship.rules.limits import MOST_UNPAID
from trellis.domain.mentorship.rules.terms import (
    Price,
    Terms,
    covering,
    first_talk_terms,
    package_terms,
    price_of,
    soosh_terms,
)
from trellis.domain.mentorship.services.bundles import minutes_of, open_bundle, take_session, usable
from trellis.domain.mentorship.services.changes import standing_of
from trellis.domain.mentorship.services.claims import (
    alone_with,
    clashes_refused,
    refuse_unless_free,
    time_fields,
)
from trellis.domain.mentorship.services.paying import ask_for, payment_for
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.prices import refuse_other_price

_NO_TALK = "This mentor gives no free first talk."
_ONE_OR_THE_OTHER = "A free first talk is no session of a package."


@dataclass(frozen=True)
class Wish:
    """What somebody asks for; without `minutes` as long as such ones are. `said` is the price they saw."""

    starts_at: datetime
    minutes: int | None = None
    topic: str = ""
    notes: str = ""
    opportunity_id: UUID | None = None
    package_id: UUID | None = None
    is_new_package: bool = False
    is_first_talk: bool = False
    said: tuple[Decimal | None, str] = (None, "")


@dataclass(frozen=True)
class Reserved:
    """A booking, what is to be paid for it (None for nothing), and whether it was made just now."""

    booking: Booking
    payment: Payment | None
    is_new: bool


@dataclass(frozen=True)
class _Deal:
    """Under which terms a session is booked, what is to be paid now, and how it stands then."""

    terms: Terms
    due: Price
    status: Status
    bundle: Bundle | None = None


def reserve(*, mentor: Mentor, mentee: User, wish: Wish, now: datetime) -> Reserved:
    """Book a session, and have the gateway make an intent for what is to be paid for it.

    Raises OwnSession, NotBookable, SlotTaken, NeedsGuardian, InvalidWish, OtherPrice, TooManyHolds,
    FirstTalkHad, HeldOtherwise, BundleUsedUp, BundleUnpaid; and GatewayAway (payments), when the time is held
    all the same, and the same may be asked for again.
    """
    made = hold(mentor=mentor, mentee=mentee, wish=wish, now=now)
    if made.payment is None:
        return made
    return Reserved(made.booking, ask_gateway(payment=made.payment, now=now), made.is_new)


def hold(*, mentor: Mentor, mentee: User, wish: Wish, now: datetime) -> Reserved:
    """Do what `reserve` does but for asking the gateway: a job asks, or whoever pays.

    So it can be a part of another transaction. Raises what `reserve` does, besides GatewayAway.
    """
    if mentor.user_id == mentee.pk:
        raise OwnSession
    minutes = _minutes(mentor, mentee, wish)
    try:
        return _make(mentor, mentee, wish, minutes, now)
    except SlotTaken:
        # By themselves, perhaps: they ask again, or twice at once.
        own = _own(mentor, mentee, wish, minutes, now)
        if own is None:
            raise
        return own


@retried_once
def _make(mentor: Mentor, mentee: User, wish: Wish, minutes: int, now: datetime) -> Reserved:
    starts_at, ends_at = wish.starts_at, wish.starts_at + timedelta(minutes=minutes)
    with clashes_refused(), transaction.atomic():
        current = alone_with(mentor.pk, mentee.pk, starts_at, ends_at, now=now)
        until = starts_at + covering(current, ends_at - starts_at) if wish.is_first_talk else ends_at
        refuse_unless_free(current, mentee, starts_at, until, now, is_free=False)
        deal = _deal(current, mentee, wish, minutes, now)
        # After the package's lock: those of minors come last.
        refuse_unless_guarded(people=(current.user, mentee), now=now)
        _refuse_other_price(wish, deal.due)
        booking = Booking(
            mentor=current,
            mentee=mentee,
            topic=wish.topic,
            description=wish.notes,
            status=deal.status,
            opportunity_id=wish.opportunity_id,
            bundle=deal.bundle,
            is_first_talk=wish.is_first_talk,
            expires_at=deal.terms.held_until(starts_at, now),
            created_at=now,
            updated_at=now,
            **deal.terms.columns,
            **time_fields(current, starts_at, ends_at),
        )
        payment = ask_for(booking, now) if deal.due.minor else None
        booking.save(force_insert=True)
        _publish(booking, now)
    return Reserved(booking, payment, is_new=True)


def _minutes(mentor: Mentor, mentee: User, wish: Wish) -> int:
    """Return how long the session is; raise InvalidWish where that cannot be said, or is another length."""
    if wish.is_first_talk:
        if wish.package_id is not None:
            raise InvalidWish({"free_talk": [_ONE_OR_THE_OTHER]})
        if mentor.free_talk_minutes is None:
            raise InvalidWish({"free_talk": [_NO_TALK]})
        return _as_long_as(mentor.free_talk_minutes, wish)
    if wish.package_id is not None:
        bought = None if wish.is_new_package else minutes_of(mentee, mentor, wish.package_id)
        return _as_long_as(bought or mentor.session_minutes, wish)
    return wish.minutes or mentor.session_minutes


def _as_long_as(minutes: int, wish: Wish) -> int:
    if wish.minutes not in (None, minutes):
        raise InvalidWish({"duration_minutes": [f"Such a session lasts {minutes} minutes."]})
    return minutes


def _own(mentor: Mentor, mentee: User, wish: Wish, minutes: int, now: datetime) -> Reserved | None:
    """Return the booking of this very time that they have; raise HeldOtherwise for one of another kind."""
    rows = Booking.objects.filter(holding(now), mentor_id=mentor.pk, mentee_id=mentee.pk)
    rows = rows.select_related("mentor__user", "mentee", "bundle")
    ends_at = wish.starts_at + timedelta(minutes=minutes)
    booking = rows.filter(starts_at=wish.starts_at, ends_at=ends_at).first()
    if booking is None:
        return None
    if (booking.is_first_talk, booking.bundle_id is not None) != (
        wish.is_first_talk,
        wish.package_id is not None,
    ):
        raise HeldOtherwise
    if not is_unpaid(booking):
        return Reserved(booking, None, is_new=False)
    payment = payment_for(booking=booking, payer=mentee, now=now)
    _refuse_other_price(wish, Price(payment.amount_minor, payment.currency))
    return Reserved(booking, payment, is_new=False)


def _deal(mentor: Mentor, mentee: User, wish: Wish, minutes: int, now: datetime) -> _Deal:
    """Return under which terms the session is booked; needs both locks."""
    if wish.is_first_talk:
        _refuse_second_talk(mentor, mentee)
        return _Deal(first_talk_terms(mentor), Price(0, mentor.currency), Status.PENDING)
    if wish.package_id is not None:
        return _of_package(mentor, mentee, wish.package_id, wish, minutes, now)
    price = price_of(mentor, minutes)
    if not price.minor:
        return _Deal(soosh_terms(price), price, Status.CONFIRMED)
    _refuse_too_many_holds(mentee, now)
    return _Deal(soosh_terms(price), price, Status.PENDING)


def _of_package(mentor: Mentor, mentee: User, named: UUID, wish: Wish, minutes: int, now: datetime) -> _Deal:
    ends_at = wish.starts_at + timedelta(minutes=minutes)
    bundle = None if wish.is_new_package else usable(mentee, mentor, named, minutes, ends_at)
    if bundle is not None:
        part = Price(take_session(bundle, now), bundle.currency)
        return _Deal(package_terms(part), Price(0, bundle.currency), Status.CONFIRMED, bundle)
    _refuse_too_many_holds(mentee, now)
    bundle = open_bundle(mentee, mentor, named, ends_at, now)
    part = Price(take_session(bundle, now), bundle.currency)
    return _Deal(package_terms(part), Price(bundle.price_minor, bundle.currency), Status.PENDING, bundle)


def _refuse_second_talk(mentor: Mentor, mentee: User) -> None:
    given = (Status.PENDING, Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)
    talks = Booking.objects.filter(mentor=mentor, mentee=mentee, is_first_talk=True, status__in=given)
    if talks.exists():
        raise FirstTalkHad


def _refuse_too_many_holds(mentee: User, now: datetime) -> None:
    held = Booking.objects.filter(
        mentee=mentee, status=Status.PENDING, confirmed_by=ConfirmedBy.PAYMENT, expires_at__gt=now
    )
    if held.count() >= MOST_UNPAID:
        raise TooManyHolds


def _refuse_other_price(wish: Wish, due: Price) -> None:
    amount, code = wish.said
    refuse_other_price(amount=amount, code=code, due_minor=due.minor, currency=due.currency)


def _publish(booking: Booking, now: datetime) -> None:
    """Tell that a time is held, asked for, or taken at once."""
    standing, actor_id = standing_of(booking), booking.mentee_id
    if booking.status == Status.CONFIRMED:
        step: events.Step = {**standing, "previous_status": str(Status.PENDING)}
        events.booking_scheduled.publish(actor_id=actor_id, subject=booking, data=step, now=now)
    elif booking.confirmed_by == ConfirmedBy.PAYMENT:
        events.booking_held.publish(actor_id=actor_id, subject=booking, data=standing, now=now)
    else:
        events.booking_requested.publish(actor_id=actor_id, subject=booking, data=standing, now=now)
