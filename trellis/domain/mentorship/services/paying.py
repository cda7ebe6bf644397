"""What follows for sessions from what happens to money, and the other way round.

A payment's events come with its lock; what starts with the booking takes it first (services/changes.py).
"""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns, write_columns
from trellis.core.events import Happened, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Bundle, BundleStatus, Cancellation, Status
from trellis.domain.mentorship.refusals import NotParticipant, NotPayable
from trellis.domain.mentorship.rules.bookings import is_unpaid, status_at
from trellis.domain.mentorship.rules.cancellation import Part, amount_of, part_given_back
from trellis.domain.mentorship.services import bundles
from trellis.domain.mentorship.services.changes import standing_of
from trellis.domain.mentorship.services.lapsing import lapse
from trellis.domain.mentorship.services.money import lock_bundle, lock_money
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import Misplaced, RefundReason, SubjectKind
from trellis.domain.payments.services.closing import give_up
from trellis.domain.payments.services.earning import earn, earn_part
from trellis.domain.payments.services.opening import open_payment
from trellis.domain.payments.services.refunding import begin_refund, left_of


def follow_payment(event: Happened[Payment, Nothing]) -> None:
    """Confirm the session whose hold stands; where it is over, give all of the money back and tell both."""
    payment, now = event.subject, event.now
    booking = _paid_for_by(payment)
    if booking is None:
        return
    if booking.status == Status.PENDING and booking.expires_at > now:
        _confirm(booking, payment, now)
        return
    lapse(booking, now=now, is_paid_too_late=True)
    begin_refund(payment=payment, amount_minor=payment.received_minor, reason=RefundReason.TOO_LATE, now=now)
    _tell_of_late(booking, now)


def follow_misplaced(event: Happened[Payment, Nothing]) -> None:
    """Tell both that money came for a session whose hold was over, and goes back."""
    payment = event.subject
    booking = _paid_for_by(payment) if payment.misplaced == Misplaced.LATE else None
    if booking is not None:
        _tell_of_late(booking, event.now)


def settle_held(event: Happened[Booking, events.Step]) -> None:
    """Let the mentor have what was paid for a session that is over, whether the mentee came or not."""
    booking = event.subject
    payment = lock_money(booking)
    if payment is not None:
        _settle(booking, payment, booking.price_minor, event.now)


def settle_cancelled(event: Happened[Booking, events.CalledOff]) -> None:
    """Give back what the policy says of a session that was called off, and let the mentor have the rest.

    A session of a package goes back to that one where all would be given back, and it can still be used.
    """
    booking, now = event.subject, event.now
    if event.data["previous_status"] == Status.PENDING:
        let_go(booking, now)
    elif booking.given_back_minor is not None:
        return  # the money was first
    elif booking.cancellation == Cancellation.BY_HOURS and (payment := lock_money(booking)) is not None:
        by_mentor = booking.status == Status.CANCELLED_BY_MENTOR
        part = part_given_back(booking, by_mentor=by_mentor, now=now)
        if not _put_back(booking, part, now):
            _give_back(booking, payment, part, now)


def follow_lapse(event: Happened[Booking, events.LetGo]) -> None:
    """Give up the payment of a hold that has lapsed: whoever pays all the same gets it back."""
    let_go(event.subject, event.now)


def let_go(booking: Booking, now: datetime) -> None:
    """Give up the payment of a booking that was never paid for, and the package that was to begin with it."""
    payment = lock_money(booking)
    if payment is None:
        return
    give_up(payment=payment, now=now)
    if booking.bundle_id is not None:
        bundle = lock_bundle(booking.bundle_id)
        if bundle.status == BundleStatus.PENDING:
            bundles.end(bundle, "unpaid", now)


def payment_for(*, booking: Booking, payer: User, now: datetime) -> Payment:
    """Return the payment that a hold waits for; one that the gateway has ended is opened anew.

    After that call `ask_gateway` (payments). Raises NotParticipant for all but the mentee, and NotPayable
    where the hold is over, or there is nothing to pay.
    """
    if booking.mentee_id != payer.pk:
        raise NotParticipant
    with transaction.atomic():
        lock_money(booking)
        rows = Booking.objects.select_related("mentor__user", "mentee", "bundle")
        current = rows.select_for_update(of=("self",), no_key=True).get(pk=booking.pk)
        if not is_unpaid(current) or status_at(current, now) != Status.PENDING:
            raise NotPayable
        return ask_for(current, now)


def ask_for(booking: Booking, now: datetime) -> Payment:
    """Open the payment of a hold in its transaction, or return the one that is open.

    A booking that is not written yet has it from then on, and is to be written with it.
    """
    bundle = booking.bundle
    payment = open_payment(
        payer=booking.mentee,
        payee=booking.mentor.user,
        subject_kind=SubjectKind.BOOKING if bundle is None else SubjectKind.BUNDLE,
        subject_id=booking.public_id if bundle is None else bundle.public_id,
        title=_title(booking),
        amount_minor=booking.price_minor if bundle is None else bundle.price_minor,
        currency=booking.currency,
        due_at=booking.expires_at,
        now=now,
    )
    paid: Booking | Bundle = booking if bundle is None else bundle
    if paid.payment_id != payment.pk:
        paid.payment = payment
        if not paid._state.adding:
            paid.save(update_fields=["payment"])
    return payment


def _title(booking: Booking) -> str:
    name = booking.mentor.user.full_name or booking.mentor.user.username
    if booking.bundle is not None:
        return f"{booking.bundle.sessions} sessions with {name}"
    return f"Session with {name}"


def _paid_for_by(payment: Payment) -> Booking | None:
    """Return the booking that a payment confirms, locked; of a package its first one. None for others."""
    rows = Booking.objects.select_related("mentor__user", "mentee", "bundle").order_by("pk")
    if payment.subject_kind == SubjectKind.BOOKING:
        found = rows.filter(public_id=payment.subject_id)
    elif payment.subject_kind == SubjectKind.BUNDLE:
        bundle = Bundle.objects.select_for_update(no_key=True).get(public_id=payment.subject_id)
        found = rows.filter(bundle=bundle)
    else:
        return None
    return found.select_for_update(of=("self",), no_key=True).first()


def _confirm(booking: Booking, payment: Payment, now: datetime) -> None:
    if booking.bundle_id is not None:
        bundles.activate(lock_bundle(booking.bundle_id), now)
    write_columns(booking, now, status=Status.CONFIRMED)
    told: events.Step = {**standing_of(booking), "previous_status": str(Status.PENDING)}
    events.booking_scheduled.publish(actor_id=payment.payer_id, subject=booking, data=told, now=now)


def _tell_of_late(booking: Booking, now: datetime) -> None:
    booking.refresh_from_db(fields=["status", "version", "updated_at"])
    events.booking_paid_too_late.publish(actor_id=None, subject=booking, data=standing_of(booking), now=now)


def _put_back(booking: Booking, part: Part, now: datetime) -> bool:
    if booking.bundle_id is None or part is not Part.ALL:
        return False
    if not bundles.put_back(lock_bundle(booking.bundle_id), booking.price_minor, now):
        return False
    set_columns(booking, is_back_in_bundle=True)
    return True


def _give_back(booking: Booking, payment: Payment, part: Part, now: datetime) -> None:
    # Staff may have given some of it back before, and the payer's bank may have taken some.
    amount = min(amount_of(part, booking.price_minor, booking.currency), left_of(payment))
    refund = begin_refund(payment=payment, amount_minor=amount, reason=RefundReason.CANCELLED, now=now)
    set_columns(booking, given_back_minor=amount, refund=refund)
    if part is not Part.ALL:
        _settle(booking, payment, booking.price_minor - amount, now)
    elif booking.bundle_id is not None:
        bundles.close_if_over(lock_bundle(booking.bundle_id), payment, now)


def _settle(booking: Booking, payment: Payment, amount_minor: int, now: datetime) -> None:
    if booking.bundle_id is None:
        earn(payment=payment, now=now)
        return
    name = f"session-{booking.public_id}"
    earn_part(payment=payment, amount_minor=amount_minor, name=name, now=now)
    bundles.close_if_over(lock_bundle(booking.bundle_id), payment, now)
