"""Which contests there are, and whether there is something to contest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.fairness.models import Contest
from trellis.domain.fairness.refusals import NoContest
from trellis.domain.fairness.rules.contests import may_answer
from trellis.domain.fairness.rules.limits import SETTLED_SHOWN
from trellis.domain.jobs.models import Application, InterviewPromise
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import members_of
from trellis.domain.organizations.rights import Role
from trellis.domain.ranking.queries.runs import place_of

_SHOWN = ("application__posting", "application__candidate", "answered_by")


@dataclass(frozen=True)
class Judged:
    """When somebody was judged, None if never, and by whom, None if by no person."""

    at: datetime | None
    by_id: int | None


def contests_of(application: Application) -> QuerySet[Contest]:
    """Return the contests of an application, the newest first."""
    rows = Contest.objects.of(application.organization_id).filter(application=application)
    return rows.select_related(*_SHOWN).order_by("-pk")


def open_contest_of(application: Application) -> Contest:
    """Return the contest of an application that waits for its answer; raise NoContest."""
    found = contests_of(application).filter(answered_at=None, withdrawn_at=None).first()
    if found is None:
        raise NoContest
    return found


def contests_in(organization_id: UUID) -> list[Contest]:
    """Return an organization's contests: open ones by when they are due, then the newest that are settled."""
    rows = Contest.objects.of(organization_id).select_related(*_SHOWN)
    still = rows.filter(answered_at=None, withdrawn_at=None)
    settled = rows.exclude(answered_at=None, withdrawn_at=None)
    return [*still.order_by("due_at", "pk"), *settled.order_by("-pk")[:SETTLED_SHOWN]]


def open_contests_by(user: User) -> QuerySet[Contest]:
    """Return the open contests of somebody, wherever, in the order of their applications."""
    rows = Contest.objects.of_all_tenants().filter(application__candidate=user)
    return rows.filter(answered_at=None, withdrawn_at=None).order_by("application_id")


def overdue_untold(now: datetime) -> QuerySet[Contest]:
    """Return the open contests whose time is over, of which nobody was told so yet."""
    rows = Contest.objects.of_all_tenants().filter(due_at__lte=now, told_overdue_at=None)
    return rows.filter(answered_at=None, withdrawn_at=None).order_by("application_id")


def judged(application: Application) -> Judged:
    """Return when an application was last judged, and by whom if a person did at all.

    That is by a decision, a ranking, or as to whether the candidate meets what an interview is promised on.
    """
    place = place_of(application)
    promise = InterviewPromise.objects.filter(application=application).first()
    moments = (
        application.decided_at,
        place.run.finished_at if place else None,
        promise.judged_at if promise else None,
    )
    return Judged(
        at=max((each for each in moments if each is not None), default=None),
        by_id=application.decided_by_id or (promise.judged_by_id if promise else None),
    )


def deciders_of(organization_id: UUID) -> list[Membership]:
    """Return the members who may answer contests."""
    return [each for each in members_of(organization_id).order_by("pk") if may_answer(each)]


def clock_of(organization_id: UUID) -> str:
    """Return the name of the zone in which an organization's days begin and end: that of its first owner.

    UTC where no owner is known to be anywhere.
    """
    owners = members_of(organization_id).filter(role=Role.OWNER).order_by("joined_at", "pk")
    zones = (member.user.known_timezone for member in owners)
    return next((zone for zone in zones if zone), "UTC")
