"""A candidate's own things, wherever they are: the newest of each, and of nobody else."""

from datetime import datetime

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.fairness.models import Contest
from trellis.domain.interviews.models import VideoSession
from trellis.domain.jobs.models import Application, InterviewPromise, Posting
from trellis.domain.jobs.queries.applications import applications_of
from trellis.domain.jobs.rules.choices import Status
from trellis.domain.needs.models import NeedTask

# So many of a kind are told of; the answer says so where there are more.
MOST = 20
_OF_APPLICATION = ("application__posting", "application__organization")


def own_applications(user: User) -> QuerySet[Application]:
    """Return somebody's applications, the newest first."""
    return applications_of(user).select_related("posting", "organization").order_by("-pk")


def own_postings(user: User) -> QuerySet[Posting]:
    """Return the jobs for which somebody has applied, open or not, the newest first."""
    rows = Posting.objects.of_all_tenants().filter(applications__candidate=user)
    return rows.select_related("organization").order_by("-pk")


def own_promises(user: User) -> QuerySet[InterviewPromise]:
    """Return the interviews that somebody is promised."""
    rows = InterviewPromise.objects.filter(application__candidate=user)
    return rows.select_related(*_OF_APPLICATION).order_by("-pk")


def own_tasks(user: User, *, is_open: bool = False) -> QuerySet[NeedTask]:
    """Return what somebody's needs have employers do, all of it or what is open."""
    rows = NeedTask.objects.of_all_tenants().filter(need__user=user, application__candidate=user)
    if is_open:
        rows = rows.filter(done_at=None, waived_at=None)
    return rows.select_related(*_OF_APPLICATION).order_by("-pk")


def own_interviews(user: User) -> QuerySet[VideoSession]:
    """Return the interviews of somebody's applications that are not over."""
    rows = VideoSession.objects.of_all_tenants().filter(application__candidate=user, is_active=True)
    return rows.select_related(*_OF_APPLICATION).order_by("-created_at", "-pk")


def own_contests(user: User) -> QuerySet[Contest]:
    """Return what somebody contests, or has contested."""
    rows = Contest.objects.of_all_tenants().filter(application__candidate=user)
    return rows.select_related(*_OF_APPLICATION).order_by("-pk")


def own_open_contests(user: User) -> QuerySet[Contest]:
    """Return what somebody contests that waits for its answer."""
    return own_contests(user).filter(answered_at=None, withdrawn_at=None)


def in_time(user: User, now: datetime) -> QuerySet[Application]:
    """Return somebody's applications, not withdrawn, for jobs whose deadline is ahead."""
    rows = own_applications(user).filter(posting__deadline_at__gt=now, withdrawn_at=None)
    return rows.filter(posting__status=Status.OPEN)
