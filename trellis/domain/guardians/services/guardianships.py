"""Asking an adult to guard a minor, their yes or no, and the end of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from trellis.core.links import link_to
from trellis.core.post import mail
from trellis.core.realtime import check_sockets
from trellis.core.throttling import take
from trellis.core.writing.addresses import is_same_address
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.accounts.rules import folded
from trellis.domain.guardians import events
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.queries import guardianship_named_by
from trellis.domain.guardians.refusals import (
    AlreadyEnded,
    AlreadyInvited,
    GuardianIsMinor,
    NoMinor,
    NotTheirs,
    OwnGuardian,
    TooManyGuardians,
)
from trellis.domain.guardians.rules import (
    LIFETIME,
    MOST_GUARDIANS,
    MOST_INVITED,
    Status,
    counts_as_minor,
    refuse_over,
    token_of,
)
from trellis.domain.guardians.services.checking import lock_minor
from trellis.domain.notifications.rules import name_of


def invite(*, minor: User, email: str, actor: User, now: datetime) -> Guardianship:
    """Ask whoever reads this address to guard the minor, by a link; the minor asks, or staff for them.

    Raises NoMinor, OwnGuardian, AlreadyInvited, TooManyGuardians, and TooMany for mails.
    """
    refuse_inviting(minor=minor, email=email, now=now)
    take({"guardian_invitation": folded(email), "guardian_invitation_of": str(minor.pk)})
    with transaction.atomic():
        lock_minor(minor.pk)
        for old in Guardianship.objects.filter(minor=minor, status=Status.INVITED, expires_at__lte=now):
            _close(old, now)
        refuse_inviting(minor=minor, email=email, now=now)
        guardianship = Guardianship.objects.create(
            minor=minor, email=email, invited_by=actor, created_at=now, expires_at=now + LIFETIME
        )
        events.guardian_invited.publish(
            actor_id=actor.pk, subject=guardianship, data={"minor_id": minor.pk}, now=now
        )
        _mail(guardianship, now)
    return guardianship


def refuse_inviting(*, minor: User, email: str, now: datetime) -> None:
    """Raise what `invite` raises, but for too many mails."""
    if not counts_as_minor(minor, now):
        raise NoMinor
    if is_same_address(email, minor.email):
        raise OwnGuardian
    rows = Guardianship.objects.filter(minor=minor)
    invited = rows.filter(status=Status.INVITED, expires_at__gt=now)
    accepted = rows.filter(status=Status.ACCEPTED)
    if invited.filter(email__iexact=email).exists():
        raise AlreadyInvited
    if accepted.filter(guardian__email__iexact=email).exists():
        raise AlreadyInvited
    if invited.count() >= MOST_INVITED or accepted.count() >= MOST_GUARDIANS:
        raise TooManyGuardians


def accept(*, token: str, user: User, now: datetime) -> Guardianship:
    """Make the account a guardian by the invitation that the token names, which works once.

    Raises DeadInvitation, InvitationOver, OwnGuardian, GuardianIsMinor, TooManyGuardians, and
    AlreadyInvited for who guards them already.
    """
    asked = guardianship_named_by(token)
    with transaction.atomic():
        row = _locked(asked.pk)
        refuse_over(row, now=now)
        _refuse_guardian(row, user, now)
        row.status, row.guardian, row.accepted_at = Status.ACCEPTED, user, now
        row.save(update_fields=["status", "guardian", "accepted_at"])
        events.guardian_accepted.publish(
            actor_id=user.pk, subject=row, data={"minor_id": row.minor_id}, now=now
        )
    return row


def decline(*, token: str, actor_id: int | None, now: datetime) -> Guardianship:
    """End the invitation that the token names; who has it need not be signed in.

    Raises DeadInvitation, InvitationOver.
    """
    asked = guardianship_named_by(token)
    with transaction.atomic():
        row = _locked(asked.pk)
        refuse_over(row, now=now)
        _close(row, now)
        events.guardian_declined.publish(
            actor_id=actor_id, subject=row, data={"minor_id": row.minor_id}, now=now
        )
    return row


def end(*, guardianship: Guardianship, actor: User, now: datetime) -> Guardianship:
    """End a guardianship, as its guardian; an invitation the minor withdraws.

    No minor shakes off who guards them. Raises NotTheirs, AlreadyEnded.
    """
    with transaction.atomic():
        row = _locked(guardianship.pk)
        is_open = row.status == Status.INVITED
        if actor.pk != (row.minor_id if is_open else row.guardian_id):
            raise NotTheirs
        _end(row, actor.pk, now)
    return row


def end_as_staff(*, guardianship: Guardianship, actor_id: int, now: datetime) -> None:
    """End a guardianship, or take an invitation back. Raises AlreadyEnded."""
    with transaction.atomic():
        _end(_locked(guardianship.pk), actor_id, now)


def end_all_of(*, user: User, now: datetime) -> None:
    """End all that somebody who goes guards, or is guarded by, and what they asked for."""
    own = Guardianship.objects.filter(Q(guardian=user) | Q(minor=user)).exclude(status=Status.ENDED)
    for key in list(own.order_by("pk").values_list("pk", flat=True)):
        _end_one(key, user, now)


def _end_one(pk: int, actor: User, now: datetime) -> None:
    with transaction.atomic():
        row = _locked(pk)
        if row.status != Status.ENDED:
            _end(row, actor.pk, now)


def _locked(pk: int) -> Guardianship:
    """Return a guardianship as it is then, alone with its minor."""
    lock_minor(Guardianship.objects.values_list("minor_id", flat=True).get(pk=pk))
    return Guardianship.objects.select_for_update(of=("self",)).select_related("minor", "guardian").get(pk=pk)


def _end(row: Guardianship, actor_id: int, now: datetime) -> None:
    if row.status == Status.ENDED:
        raise AlreadyEnded
    _close(row, now)
    events.guardian_ended.publish(actor_id=actor_id, subject=row, data={"minor_id": row.minor_id}, now=now)
    if row.guardian_id is not None:
        check_sockets([person_room(row.guardian_id)])


def _close(row: Guardianship, now: datetime) -> None:
    row.status, row.ended_at = Status.ENDED, now
    row.save(update_fields=["status", "ended_at"])


def _refuse_guardian(row: Guardianship, user: User, now: datetime) -> None:
    if user.pk == row.minor_id:
        raise OwnGuardian
    if not counts_as_minor(row.minor, now):
        raise NoMinor
    if counts_as_minor(User.objects.get(pk=user.pk), now):
        raise GuardianIsMinor
    accepted = Guardianship.objects.filter(minor=row.minor, status=Status.ACCEPTED)
    if accepted.filter(guardian=user).exists():
        raise AlreadyInvited
    if accepted.count() >= MOST_GUARDIANS:
        raise TooManyGuardians


def _mail(guardianship: Guardianship, now: datetime) -> None:
    name = name_of(guardianship.minor)
    context = {
        "minor": name,
        "link": link_to("web:guardian-invitation", query={"token": token_of(guardianship)}),
        "days": LIFETIME.days,
    }
    mail.send(
        to=guardianship.email,
        subject=mail.one_line(f"{name} asks you to be their guardian on Trellis"),
        text=render_to_string("guardians/invitation.txt", context),
        html=render_to_string("guardians/invitation.html", context),
        now=now,
    )
