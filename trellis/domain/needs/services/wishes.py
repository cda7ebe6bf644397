"""What a candidate says they need, and takes back."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.needs.models import AddedNeed, Need
from trellis.domain.needs.queries.wishes import added_called, added_with, need_with, needs_of
from trellis.domain.needs.refusals import HasNeeds, NoSuchType, TooManyNeeds
from trellis.domain.needs.rules.catalogue import Known
from trellis.domain.needs.rules.limits import MOST_ADDED, MOST_NEEDS
from trellis.domain.needs.services.sharing import take_back_all


def say(*, user: User, type: str = "", title: str = "", now: datetime) -> tuple[Need, bool]:
    """Say that one needs what the list has under `type`, or else `title`, which is added to the list.

    Returns the need, and whether it is new. Raises NoSuchType, HasNeeds, TooManyNeeds.
    """
    with transaction.atomic():
        lock("needs", user.pk)
        known = Known(type) if type in Known.values else None
        added = None if known else _added(user, type, title, now)
        there = needs_of(user).filter(known=known or "", added=added).first()
        if there is not None:
            return there, False
        _make_room(user, known)
        need = Need.objects.create(user=user, known=known or "", added=added, created_at=now)
    return need, True


def take_back(*, user: User, need_id: int, now: datetime) -> None:
    """Say that one needs something no longer: it goes from all applications, too. Raises NoNeed."""
    with transaction.atomic():
        lock("needs", user.pk)
        need = need_with(need_id, user=user)
        take_back_all(need, actor_id=user.pk, now=now)
        need.delete()


def _added(user: User, type: str, title: str, now: datetime) -> AddedNeed:
    if type:
        return added_with(type, user=user)
    if not title:
        raise NoSuchType
    there = added_called(title, user=user)
    if there is not None:
        return there
    if AddedNeed.objects.filter(user=user).count() >= MOST_ADDED:
        raise TooManyNeeds(MOST_ADDED)
    return AddedNeed.objects.create(user=user, title=title, created_at=now)


def _make_room(user: User, known: Known | None) -> None:
    others = needs_of(user).exclude(known=Known.RATHER_NOT_SAY)
    if known is Known.RATHER_NOT_SAY:
        if others.exists():
            raise HasNeeds
        return
    if others.count() >= MOST_NEEDS:
        raise TooManyNeeds(MOST_NEEDS)
    # Who says what they need would not rather not say.
    needs_of(user).filter(known=Known.RATHER_NOT_SAY).delete()
