"""The rule of minors in groups: where one is among adults, somebody who guards them is in the group, too."""

from collections.abc import Collection
from datetime import datetime

from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.queries import guardians_of
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.rules import in_need
from trellis.domain.guardians.services.checking import refuse_unless_guarded
from trellis.domain.messaging.refusals import GuardianStays


def missing_guardians(people: Collection[int], *, now: datetime) -> list[User]:
    """Return who has to come along where these people are a group: those who guard a minor by whom nobody is.

    Must be called in a transaction; it locks as `refuse_unless_guarded` does, and raises NeedsGuardian.
    """
    everybody = list(User.objects.filter(pk__in=people).order_by("pk"))
    refuse_unless_guarded(people=everybody, now=now)
    alone = _unwatched(everybody, now)
    found = {row.guardian_id: row.guardian for rows in alone.values() for row in rows}
    return [guardian for guardian in found.values() if guardian is not None]


def refuse_unwatched(people: Collection[User], *, now: datetime) -> None:
    """Raise NeedsGuardian where a minor is among adults of whom none guards them.

    Must be called in a transaction; it locks as `refuse_unless_guarded` does.
    """
    refuse_unless_guarded(people=people, now=now)
    if _unwatched(list(people), now):
        raise NeedsGuardian


def refuse_leaving_unwatched(person: User, staying: Collection[int], *, now: datetime) -> None:
    """Raise GuardianStays where somebody who goes is all that guards a minor among those who stay."""
    alone = _unwatched(list(User.objects.filter(pk__in=staying)), now)
    if any(row.guardian_id == person.pk for rows in alone.values() for row in rows):
        raise GuardianStays


def _unwatched(people: list[User], now: datetime) -> dict[int, list[Guardianship]]:
    """Return the minors among adults whom none of the people guards, each with all who do."""
    minors = [each.pk for each in in_need(people, now)]
    if not minors:
        return {}
    present, by_minor = {each.pk for each in people}, {key: list[Guardianship]() for key in minors}
    for row in guardians_of(minors, now=now):
        by_minor[row.minor_id].append(row)
    return {
        minor: rows for minor, rows in by_minor.items() if not any(row.guardian_id in present for row in rows)
    }
