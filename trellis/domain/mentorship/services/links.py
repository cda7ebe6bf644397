"""Where sessions are held but in their rooms: at the mentor's own link, unless one of the two is a minor."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from trellis.core.events import Happened
from trellis.domain.accounts.models import User
from trellis.domain.guardians.events import Said
from trellis.domain.guardians.rules import counts_as_minor
from trellis.domain.guardians.services.checking import lock_minor
from trellis.domain.mentorship.models import HOLDING, Booking
from trellis.domain.mentorship.refusals import InvalidLink
from trellis.domain.mentorship.rules.meetings import meeting_at
from trellis.domain.mentorship.rules.rooms import people_of

_IN_ITS_ROOM = "A session with somebody under 18 is held in its room: their guardian can take part there."


def may_have_own_link(booking: Booking, now: datetime) -> bool:
    """Tell whether the session may be held elsewhere than in its room, where a guardian has a seat.

    Must be called in a transaction, until whose end the birth dates of the two stay what they are.
    """
    keys = sorted(each.pk for each in people_of(booking))
    for key in keys:
        lock_minor(key)
    return not any(counts_as_minor(each, now) for each in User.objects.filter(pk__in=keys))


def own_link(booking: Booking, url: str, platform: str, now: datetime) -> dict[str, str]:
    """Return the columns that hold a link of the mentor's own; raise InvalidLink, also where none may be.

    Must be called in a transaction.
    """
    if not may_have_own_link(booking, now):
        raise InvalidLink(_IN_ITS_ROOM)
    return meeting_at(url, platform)


def bring_into_rooms(event: Happened[User, Said]) -> None:
    """Have the sessions of somebody of whom is known now that they are a minor be held in their rooms."""
    if not event.data["is_minor"]:
        return
    own = Q(mentee=event.subject) | Q(mentor__user=event.subject)
    open_ones = Booking.objects.filter(own, status__in=HOLDING).exclude(meeting_url="")
    with transaction.atomic():
        open_ones.update(meeting_url="", meeting_platform="", version=F("version") + 1, updated_at=event.now)
