"""How a session is called off at SOOSH, and a package given back: with what is paid back for it."""

from dataclasses import dataclass
from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Bundle
from trellis.domain.mentorship.refusals import InvalidTransition
from trellis.domain.mentorship.rules.stages import CANCELLED
from trellis.domain.mentorship.services import bundles
from trellis.domain.mentorship.services.bookings import cancel
from trellis.domain.payments.models import Refund
from trellis.domain.payments.services.refunding import ask_refund


@dataclass(frozen=True)
class BundleOver:
    """A package that was given back, what is paid back for it, and the refund, None where that is nothing."""

    bundle: Bundle
    given_back_minor: int
    refund: Refund | None


def call_off(*, booking: Booking, actor: User, reason: str, now: datetime) -> Booking:
    """Call a session off as the side that `actor` is, and ask the gateway for what is given back.

    One that is called off already, by whomever, stays as it is. A gateway that does not answer is asked
    again by a job. Raises NotParticipant and InvalidTransition.
    """
    try:
        cancelled = cancel(booking=booking, actor=actor, version=None, now=now, reason=reason)
    except InvalidTransition as refusal:
        if refusal.current not in CANCELLED:
            raise
        rows = Booking.objects.select_related("mentor__user", "mentee", "bundle", "refund")
        cancelled = rows.get(pk=booking.pk)
    if cancelled.refund is not None:
        cancelled.refund = ask_refund(refund=cancelled.refund, now=now)
    return cancelled


def give_back(*, bundle: Bundle, actor: User, now: datetime) -> BundleOver:
    """Give an own package back, and ask the gateway for what its unused sessions cost.

    Raises BundleUnpaid and BundleEnded.
    """
    ended, amount, refund = bundles.give_back(bundle=bundle, actor=actor, now=now)
    return BundleOver(ended, amount, None if refund is None else ask_refund(refund=refund, now=now))
