"""A timeline of what somebody has done, put together from what the apps have written down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Subquery, Value

from trellis.core.db.prepared import Argument
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.sessions import given_by, had_by
from trellis.domain.analytics.rules.choices import ActivityType
from trellis.domain.credentials.models import Certificate
from trellis.domain.learning.models import CompletedMilestone, EarnedAchievement, Enrollment, LearningPath
from trellis.domain.learning.rules.choices import EnrollmentStatus
from trellis.domain.mentorship.models import Booking, Mentor

# What lists print of a session, in SQL: whole minutes.
MINUTES_SQL = "floor(extract(epoch FROM {ends_at} - {starts_at}) / 60)"
_MINUTE = 60
# The type of a thing, its moment and its key.
_Key = tuple[str, datetime, int]


@dataclass(frozen=True)
class Activity:
    """One thing that somebody has done, when, and what is told of it."""

    type: ActivityType
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Where things of one type are kept: the rows of a person, when each was, and what is told of it."""

    rows: QuerySet[Any]
    at: str
    told: Callable[[Any], dict[str, Any]]
    related: tuple[str, ...]


def timeline_of(
    user: User, *, types: Sequence[ActivityType] = (), first: int, size: int, now: datetime
) -> tuple[list[Activity], int]:
    """Return `size` of what somebody has done, from the `first` on, the newest first, and how much it is."""
    sources = {kind: each for kind, each in sources_of(user, now).items() if not types or kind in types}
    kinds = list(sources)
    # Each source gives what could be on the page, by an index of its own.
    keys = _united([_keys(sources[kind], kind)[: first + size] for kind in kinds])
    ordered = keys.order_by("-moment", "word", "-pk") if len(kinds) > 1 else keys
    total = _united([_keys(sources[kind], kind).order_by() for kind in kinds]).count()
    page = list(ordered[first : first + size])
    return _told(page, sources), total


def sources_of(user: User | Argument, now: datetime | Argument) -> dict[ActivityType, Source]:
    """Return where what somebody has done is kept; with holes it is to be prepared."""
    mentor = Subquery(Mentor.objects.filter(user=user).values("pk"))
    return {
        ActivityType.SESSION_COMPLETED: Source(
            had_by(user, now=now), "ends_at", _of_session_had, ("mentor__user",)
        ),
        ActivityType.MILESTONE_COMPLETED: Source(
            CompletedMilestone.objects.filter(path__user=user), "completed_at", _of_milestone, ("milestone",)
        ),
        ActivityType.PATH_COMPLETED: Source(
            LearningPath.objects.filter(user=user, completed_at__isnull=False),
            "completed_at",
            _of_path,
            ("subcategory",),
        ),
        ActivityType.COURSE_COMPLETED: Source(
            Enrollment.objects.filter(user=user, status=EnrollmentStatus.COMPLETED),
            "completed_at",
            _of_course,
            ("opportunity",),
        ),
        ActivityType.ACHIEVEMENT_EARNED: Source(
            EarnedAchievement.objects.filter(user=user), "earned_at", _of_achievement, ("achievement",)
        ),
        ActivityType.CERTIFICATE_ISSUED: Source(
            Certificate.objects.filter(user=user), "issued_at", _of_certificate, ()
        ),
        ActivityType.SESSION_GIVEN: Source(
            given_by(mentor, now=now), "ends_at", _of_session_given, ("mentee",)
        ),
    }


def minutes_of(session: Booking) -> int:
    """Return what MINUTES_SQL gives."""
    return int((session.ends_at - session.starts_at).total_seconds()) // _MINUTE


def _keys(source: Source, kind: ActivityType) -> QuerySet[Any, Any]:
    rows = source.rows.annotate(word=Value(str(kind), output_field=CharField()), moment=F(source.at))
    keys: QuerySet[Any, Any] = rows.order_by("-moment", "-pk").values_list("word", "moment", "pk")
    return keys


def _united(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    one, *others = parts
    return one.union(*others, all=True) if others else one


def _told(
    page: Sequence[tuple[str, datetime, int]], sources: Mapping[ActivityType, Source]
) -> list[Activity]:
    found: dict[tuple[str, int], Any] = {}
    for kind, source in sources.items():
        keys = [key for word, _, key in page if word == kind]
        if keys:
            rows = source.rows.select_related(*source.related or (None,)).in_bulk(keys)
            found.update({(str(kind), key): row for key, row in rows.items()})
    return [
        Activity(ActivityType(word), at, sources[ActivityType(word)].told(found[word, key]))
        for word, at, key in page
        if (word, key) in found
    ]


def _of_session_had(row: Booking) -> dict[str, Any]:
    return {"mentor_name": row.mentor.user.full_name, **_of_session(row)}


def _of_session_given(row: Booking) -> dict[str, Any]:
    return {"mentee_name": row.mentee.full_name, **_of_session(row)}


def _of_session(row: Booking) -> dict[str, Any]:
    return {"topic": row.topic, "duration_minutes": minutes_of(row)}


def _of_milestone(row: CompletedMilestone) -> dict[str, Any]:
    return {"milestone": row.milestone.title, "points_earned": row.points}


def _of_path(row: LearningPath) -> dict[str, Any]:
    return {"path": row.subcategory.name}


def _of_course(row: Enrollment) -> dict[str, Any]:
    return {"course": row.opportunity.title}


def _of_achievement(row: EarnedAchievement) -> dict[str, Any]:
    return {"achievement": row.achievement.name, "rarity": row.achievement.rarity}


def _of_certificate(row: Certificate) -> dict[str, Any]:
    return {"course": row.title, "code": row.code}
