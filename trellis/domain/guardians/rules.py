"""Who is a minor, what a birth date may become by itself, and what the link to a guardian carries."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.db import models

from trellis.domain.guardians.refusals import DeadInvitation, InvitationOver

if TYPE_CHECKING:
    from trellis.domain.accounts.models import User
    from trellis.domain.guardians.models import Guardianship

MAJORITY = 18  # years
EARLIEST_BIRTH = date(1900, 1, 1)
LIFETIME = timedelta(days=14)  # of an invitation
MOST_GUARDIANS = 4  # of one minor, at once
MOST_INVITED = 5  # addresses that one minor waits for
_SALT = "guardians.invitation"
_ANOTHER = "Ask who invited you for a new one."


class Status(models.TextChoices):
    """How far a guardianship is."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    ENDED = "ended"


class Answer(models.TextChoices):
    """What staff say of a birth date that waits."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


def today_at(now: datetime) -> date:
    """Return the day by which ages are told: UTC's, as everywhere."""
    return now.astimezone(UTC).date()


def latest_birth_of_adults(now: datetime) -> date:
    """Return the last day on which somebody may have been born who is no minor at `now`."""
    today = today_at(now)
    try:
        return today.replace(year=today.year - MAJORITY)
    except ValueError:  # on a 29 February, that year had none
        return today.replace(year=today.year - MAJORITY, day=28)


def is_minor(birth_date: date | None, now: datetime) -> bool:
    """Tell whether who was born on this day is under 18; of whom it is not known nobody says so."""
    return birth_date is not None and birth_date > latest_birth_of_adults(now)


def counts_as_minor(user: "User", now: datetime) -> bool:
    """Tell whether somebody is treated as a minor, which is by their birth date alone."""
    return is_minor(user.birth_date, now)


def must_wait(before: date | None, after: date | None, now: datetime) -> bool:
    """Tell whether a birth date is only changed by staff: a minor's that is to be older, or to be gone."""
    return before is not None and is_minor(before, now) and (after is None or after < before)


def can_be_birth(day: date, *, today: date) -> bool:
    """Tell whether somebody who lives may have been born on this day."""
    return EARLIEST_BIRTH <= day <= today


def in_need(people: Collection["User"], now: datetime) -> list["User"]:
    """Return those of the people who must not be with the others unguarded: minors, where an adult is."""
    minors = [each for each in people if counts_as_minor(each, now)]
    return minors if 0 < len(minors) < len(people) else []


def token_of(guardianship: "Guardianship") -> str:
    """Return what the mailed link carries. When it ends, the row decides."""
    return signing.dumps(str(guardianship.public_id), salt=_SALT)


def id_in(token: str) -> UUID:
    """Return the id of the guardianship that a mailed link speaks of; raise DeadInvitation."""
    try:
        return UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise DeadInvitation from None


def refuse_over(guardianship: "Guardianship", *, now: datetime) -> None:
    """Raise InvitationOver unless the invitation can still be answered."""
    if guardianship.accepted_at is not None:
        raise InvitationOver("This invitation has been used.")
    if guardianship.status == Status.ENDED:
        raise InvitationOver(f"This invitation was declined or withdrawn. {_ANOTHER}")
    if guardianship.expires_at <= now:
        raise InvitationOver(f"This invitation has expired. {_ANOTHER}")


def is_accepted(guardianship: "Guardianship") -> bool:
    """Tell whether somebody has said yes, and it has not ended."""
    return guardianship.status == Status.ACCEPTED


def is_waiting(guardianship: "Guardianship", now: datetime) -> bool:
    """Tell whether the invitation can still be answered."""
    return guardianship.status == Status.INVITED and guardianship.expires_at > now
