"""What is open of somebody who goes ends, as if they had ended it: those whom it concerns are told.

An app whose people have open things has its line in `end_all`.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from trellis.domain.accounts.models import User
from trellis.domain.community.services.attending import withdraw_all as leave_events
from trellis.domain.community.services.groups import leave_all as leave_community
from trellis.domain.credentials.services.gathering import withdraw_all as withdraw_badges
from trellis.domain.fairness.services.contesting import withdraw_all as withdraw_contests
from trellis.domain.guardians.services.guardianships import end_all_of
from trellis.domain.jobs.services.deciding import withdraw_open
from trellis.domain.mentorship.models import HOLDING, Booking, Mentor
from trellis.domain.mentorship.refusals import InvalidTransition
from trellis.domain.mentorship.services.bookings import cancel
from trellis.domain.mentorship.services.bundles import give_back_all
from trellis.domain.mentorship.services.mentors import withdraw_mentor
from trellis.domain.messaging.services.groups import leave_all
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.refusals import LastOwner
from trellis.domain.organizations.services.members import let_go
from trellis.domain.payments.queries.own import payments_of
from trellis.domain.payments.rules.choices import OPEN
from trellis.domain.payments.services.closing import give_up


def end_all(user: User, *, now: datetime) -> None:
    """End all that is open of the account; each in a transaction of its own."""
    call_off_sessions(user, now=now)
    give_back_all(user=user, now=now)
    _give_no_sessions(user, now)
    end_all_of(user=user, now=now)
    with transaction.atomic():
        withdraw_open(user=user, actor_id=user.pk, now=now)
    withdraw_contests(user=user, now=now)
    _pay_no_more(user, now)
    _leave_organizations(user, now)
    leave_all(user=user, now=now)
    leave_community(user=user, now=now)
    leave_events(user=user, now=now)
    withdraw_badges(user=user, now=now)


def call_off_sessions(user: User, *, before: datetime | None = None, now: datetime) -> int:
    """Call off the sessions that the account would give or have, `before` that moment; return how many."""
    own = Booking.objects.filter(Q(mentor__user=user) | Q(mentee=user), status__in=HOLDING, ends_at__gt=now)
    called_off = 0
    for booking in (own if before is None else own.filter(starts_at__lt=before)).order_by("pk"):
        with suppress(InvalidTransition):  # it has lapsed, or somebody else was faster
            cancel(booking=booking, actor=user, version=None, now=now)
            called_off += 1
    return called_off


def _give_no_sessions(user: User, now: datetime) -> None:
    mentor = Mentor.objects.filter(Q(is_approved=True) | Q(offered_at__isnull=False), user=user).first()
    if mentor is not None:
        withdraw_mentor(mentor=mentor, actor_id=None, now=now)


def _pay_no_more(user: User, now: datetime) -> None:
    """Give up what they were asked to pay, by whatever has not ended it itself."""
    for payment in payments_of(user).filter(status__in=OPEN):
        give_up(payment=payment, now=now)


def _leave_organizations(user: User, now: datetime) -> None:
    """End the memberships, and with them the invitations that were sent and are open."""
    for member in Membership.objects.filter(user=user, is_active=True).order_by("pk"):
        # Where staff have shut the other owners' accounts meanwhile: the row goes all the same.
        with suppress(LastOwner):
            let_go(actor=member, user_id=user.pk, now=now)
