"""Packages that somebody has bought: a session taken or brought back, what is left given back, and the end.

Each of these needs the package's lock (services/money.py), and before it its payment's where money moves.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.core.rounds import each_in_turn
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import HOLDING, Booking, Bundle, BundleStatus, Mentor, Package
from trellis.domain.mentorship.refusals import (
    BundleEnded,
    BundleUnpaid,
    BundleUsedUp,
    InvalidWish,
    NotBookable,
)
from trellis.domain.mentorship.rules.terms import over_by, part_of
from trellis.domain.mentorship.services.money import lock_bundle
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.rules.choices import RefundReason
from trellis.domain.payments.services.changes import lock_payment
from trellis.domain.payments.services.earning import earn, earn_part
from trellis.domain.payments.services.refunding import begin_refund, left_of

_NO_PACKAGE = "There is no such package of this mentor."


def minutes_of(mentee: User, mentor: Mentor, named: UUID) -> int | None:
    """Return how long the sessions are of the mentee's package that `usable` would take one of."""
    bundles = _open_ones(mentee, mentor, named).order_by("pk")
    best = min(
        bundles, key=lambda each: (each.status != BundleStatus.ACTIVE, not each.sessions_left), default=None
    )
    return None if best is None else best.session_minutes


def usable(mentee: User, mentor: Mentor, named: UUID, minutes: int, ends_at: datetime) -> Bundle | None:
    """Return a package of the mentee with such a session left, locked; None where one is yet to be bought.

    `named` is the mentor's package, or the one that was bought. Raises BundleUsedUp, BundleUnpaid, and
    NotBookable for a session that ends when the package is over.
    """
    bundles = list(_open_ones(mentee, mentor, named).order_by("pk").select_for_update(no_key=True))
    active = [each for each in bundles if each.status == BundleStatus.ACTIVE]
    left = [each for each in active if each.sessions_left and each.session_minutes == minutes]
    fitting = next((each for each in left if each.valid_until >= ends_at), None)
    if fitting is not None or not bundles:
        return fitting
    if left:
        raise NotBookable(over_by(max(each.valid_until for each in left)))
    raise BundleUsedUp if active else BundleUnpaid


def open_bundle(mentee: User, mentor: Mentor, named: UUID, ends_at: datetime, now: datetime) -> Bundle:
    """Write down a package that is being bought, with its facts as they are now; it waits to be paid.

    Raises InvalidWish where the mentor does not offer it, and NotBookable for a first session after its end.
    """
    package = Package.objects.filter(public_id=named, mentor=mentor).first()
    if package is None:
        raise InvalidWish({"package_id": [_NO_PACKAGE]})
    valid_until = now + timedelta(days=package.valid_days)
    if ends_at > valid_until:
        raise NotBookable(over_by(valid_until))
    return Bundle.objects.create(
        mentor=mentor,
        mentee=mentee,
        package_id=package.public_id,
        sessions=package.sessions,
        session_minutes=mentor.session_minutes,
        price_minor=package.price_minor,
        currency=package.currency,
        sessions_left=package.sessions,
        unused_minor=package.price_minor,
        valid_until=valid_until,
        created_at=now,
        updated_at=now,
    )


def take_session(bundle: Bundle, now: datetime) -> int:
    """Take one session of a locked package, and return its part of the price."""
    part = part_of(
        unused_minor=bundle.unused_minor, sessions_left=bundle.sessions_left, currency=bundle.currency
    )
    write_columns(
        bundle, now, sessions_left=bundle.sessions_left - 1, unused_minor=bundle.unused_minor - part
    )
    return part


def put_back(bundle: Bundle, part_minor: int, now: datetime) -> bool:
    """Give a locked package a session back, and return whether it can still be used there."""
    if bundle.status != BundleStatus.ACTIVE or bundle.valid_until <= now:
        return False
    left = bundle.sessions_left + 1
    write_columns(bundle, now, sessions_left=left, unused_minor=bundle.unused_minor + part_minor)
    return True


def activate(bundle: Bundle, now: datetime) -> None:
    """Let a locked package be used that has been paid for."""
    write_columns(bundle, now, status=BundleStatus.ACTIVE)
    events.bundle_bought.publish(actor_id=bundle.mentee_id, subject=bundle, data={}, now=now)


def end(
    bundle: Bundle,
    why: events.BundleEnd,
    now: datetime,
    *,
    given_back_minor: int = 0,
    actor_id: int | None = None,
) -> None:
    """End a locked package: nothing of it can be booked any more. What is booked stays."""
    left = bundle.sessions_left
    write_columns(bundle, now, status=BundleStatus.ENDED, sessions_left=0, unused_minor=0)
    told: events.BundleOver = {"why": why, "sessions_left": left, "given_back_minor": given_back_minor}
    events.bundle_ended.publish(actor_id=actor_id, subject=bundle, data=told, now=now)


@retried_once
def give_back(*, bundle: Bundle, actor: User, now: datetime) -> tuple[Bundle, int, Refund | None]:
    """Give an own package back: what of its price belongs to unused sessions is paid back, and it ends.

    Returns it with that amount, and the refund, None where it is nothing. After the commit call
    `ask_refund` (payments). Raises BundleUnpaid and BundleEnded.
    """
    if bundle.status == BundleStatus.PENDING:
        raise BundleUnpaid
    with transaction.atomic():
        payment, current = _locked(bundle)
        if current.status == BundleStatus.ENDED or current.valid_until <= now or not current.sessions_left:
            raise BundleEnded
        amount = min(current.unused_minor, left_of(payment))
        refund = begin_refund(payment=payment, amount_minor=amount, reason=RefundReason.UNUSED, now=now)
        end(current, "given_back", now, given_back_minor=amount, actor_id=actor.pk)
        close_if_over(current, payment, now)
    return current, amount, refund


def give_back_all(*, user: User, now: datetime) -> None:
    """Give back the packages of somebody who goes, bought or sold: what nobody used is paid back by a job."""
    own = Bundle.objects.filter(Q(mentee=user) | Q(mentor__user=user), status=BundleStatus.ACTIVE)
    for each in list(own.order_by("pk")):
        with suppress(BundleEnded):  # nothing is left of it
            give_back(bundle=each, actor=user, now=now)


def end_expired(*, now: datetime) -> int:
    """End the packages whose days are over; what was not used is the mentor's. Return how many that were."""
    due = Bundle.objects.filter(status=BundleStatus.ACTIVE, valid_until__lte=now).order_by("valid_until")
    return each_in_turn(list(due), lambda one: _expire(one, now), what="packages did not end")


def close_if_over(bundle: Bundle, payment: Payment, now: datetime) -> None:
    """Close the books of a locked package of which nothing is left and no session is still to come.

    What a bank had taken, and has given back after its sessions were over, is the mentor's then, too.
    """
    coming = Booking.objects.filter(bundle=bundle, status__in=HOLDING)
    if bundle.sessions_left or coming.exists():
        return
    if bundle.status == BundleStatus.ACTIVE:
        write_columns(bundle, now, status=BundleStatus.ENDED)
    earn(payment=payment, now=now)


def _open_ones(mentee: User, mentor: Mentor, named: UUID) -> QuerySet[Bundle]:
    """Return the packages of a mentee, by either id, that are being bought or of use."""
    own = Bundle.objects.filter(Q(package_id=named) | Q(public_id=named), mentee=mentee, mentor=mentor)
    return own.exclude(status=BundleStatus.ENDED)


@retried_once
def _expire(bundle: Bundle, now: datetime) -> bool:
    with transaction.atomic():
        payment, current = _locked(bundle)
        if current.status != BundleStatus.ACTIVE or current.valid_until > now:
            return False
        name = f"unused-{current.public_id}"
        earn_part(payment=payment, amount_minor=current.unused_minor, name=name, now=now)
        end(current, "expired", now)
        close_if_over(current, payment, now)
    return True


def _locked(bundle: Bundle) -> tuple[Payment, Bundle]:
    payment = lock_payment(Payment.objects.values_list("pk", flat=True).get(bundle=bundle))
    return payment, lock_bundle(bundle.pk)
