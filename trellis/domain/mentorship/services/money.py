"""The money of a booking: its own payment, or that of the package it is a session of.

Locks are taken in one order everywhere: the payment, the package, the booking. Who handles what payments tell
has the first of them already.
"""

from collections.abc import Iterable

from trellis.domain.mentorship.models import Booking, Bundle
from trellis.domain.payments.models import Payment
from trellis.domain.payments.services.changes import lock_payment


def payment_key_of(booking: Booking) -> int | None:
    """Return the key of what a booking is paid for by; None for one that is free."""
    if booking.payment_id is not None or booking.bundle_id is None:
        return booking.payment_id
    return Bundle.objects.values_list("payment_id", flat=True).get(pk=booking.bundle_id)


def payment_of(booking: Booking) -> Payment | None:
    """Return what a booking is paid for by: its own payment, or its package's; None for one that is free."""
    key = payment_key_of(booking)
    return None if key is None else Payment.objects.get(pk=key)


def lock_money(booking: Booking) -> Payment | None:
    """Lock the payment and the package of a booking, in a transaction; call it before its row is changed."""
    key = payment_key_of(booking)
    payment = None if key is None else lock_payment(key)
    if booking.bundle_id is not None:
        lock_bundle(booking.bundle_id)
    return payment


def lock_payments_of(bookings: Iterable[Booking]) -> None:
    """Lock the payments of several bookings, in the order of their keys."""
    for key in sorted({key for each in bookings if (key := payment_key_of(each)) is not None}):
        lock_payment(key)


def lock_bundle(key: int) -> Bundle:
    """Lock a package in a transaction, and return it as it is."""
    return Bundle.objects.select_for_update(no_key=True).get(pk=key)
