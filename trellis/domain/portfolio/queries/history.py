"""What is known here of somebody that belongs into a resume, from the record."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, QuerySet, Sum

from trellis.core.countries import country_named
from trellis.core.rendering.media import media_url
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.learning.models import CompletedMilestone, Enrollment, LearningPath
from trellis.domain.learning.rules.access import has_access
from trellis.domain.learning.rules.choices import OpportunityType
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.portfolio.models import Portfolio, Project
from trellis.domain.portfolio.queries.earned import (
    achievements_of,
    course_certificates_of,
    other_badges_of,
)
from trellis.domain.portfolio.queries.projects import projects_of
from trellis.domain.portfolio.queries.resumes import newest_import_of
from trellis.domain.portfolio.rules.dates import day_of
from trellis.domain.portfolio.rules.history import History, Sessions, Skilled, Taken, Way
from trellis.domain.portfolio.rules.names import address_of
from trellis.domain.portfolio.rules.seeing import is_open
from trellis.domain.portfolio.rules.summary import HOUSE
from trellis.domain.profiles.queries import profile_of

# What somebody takes part in to learn; a group is company, a job and a mentorship are told otherwise.
_LEARNED = (OpportunityType.COURSE, OpportunityType.WORKSHOP)
_LASTED = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())


def known_of(user: User, *, now: datetime) -> History:
    """Return what is known of somebody, days being those of their own zone."""
    zone = ZoneInfo(user.timezone)
    mentor = Mentor.objects.filter(user=user).first()
    profile, brought = profile_of(user), newest_import_of(user)
    portfolio = Portfolio.objects.select_related("user").filter(user=user).first()
    had = Booking.objects.filter(mentee=user, status=Status.COMPLETED)
    return History(
        **_account(user, zone),
        **_portfolio(portfolio, now),
        bio=user.bio or (mentor.bio if mentor else ""),
        company=mentor.company if mentor else "",
        job_title=mentor.job_title if mentor else "",
        skills=_skills(user, mentor, profile),
        passions=list(profile.passions) if profile else [],
        languages=list(_languages(user)),
        education=[_school(row) for row in Education.objects.filter(user=user).order_by("start_year", "pk")],
        taken=[*_taken(user, zone)],
        ways=[*_ways(user, zone)],
        awards=[*_awards(user, zone)],
        certificates=[*_certificates(user, zone)],
        given=_sessions(Booking.objects.filter(mentor=mentor, status=Status.COMPLETED), zone)
        if mentor
        else None,
        had=_sessions(had, zone),
        learned_in_sessions=_once(
            word for words in had.values_list("skills_learned", flat=True) for word in words
        ),
        projects=[project_facts(row) for row in projects_of(user)],
        brought=brought.document if brought else {},
    )


def skills_of(user: User) -> list[str]:
    """Return what somebody can do, by name, each once."""
    mentor = Mentor.objects.filter(user=user).first()
    return [skill.name for skill in _skills(user, mentor, profile_of(user))]


def project_facts(row: Project) -> dict[str, Any]:
    """Return a project as JSON Resume has it; what is not known is not there."""
    known = {
        "name": row.title,
        "description": row.description,
        "url": row.url,
        "keywords": list(row.tags),
        "startDate": row.start_date,
        "endDate": row.end_date,
    }
    return {name: value for name, value in known.items() if value}


def _account(user: User, zone: tzinfo) -> dict[str, Any]:
    return {
        "name": user.full_name or user.username,
        "email": user.email,
        "phone": user.phone_number,
        "city": user.city,
        "country": user.country,
        "country_code": country_named(user.country) or "",
        "since": user.date_joined.astimezone(zone).date(),
        "image": media_url(user.avatar.name, absolute=True) or "",
    }


def _portfolio(portfolio: Portfolio | None, now: datetime) -> dict[str, Any]:
    """Return where it is, for who may see it, and what it links to."""
    if portfolio is None:
        return {}
    return {
        "address": address_of(portfolio) if is_open(portfolio, now=now) else "",
        "links": list(portfolio.links),
    }


def _skills(user: User, mentor: Mentor | None, profile: Any) -> list[Skilled]:
    said = [Skilled(each["skill"], each.get("level") or "") for each in (profile.skills if profile else ())]
    of_candidate = Skill.objects.filter(user=user).order_by("pk").values_list("name", flat=True)
    found: dict[str, Skilled] = {}
    for skill in [*said, *map(Skilled, of_candidate), *map(Skilled, mentor.expertise if mentor else ())]:
        found.setdefault(skill.name.casefold(), skill)
    return list(found.values())


def _languages(user: User) -> Iterable[tuple[str, str]]:
    return Language.objects.filter(user=user).order_by("pk").values_list("language", "speaking")


def _school(row: Education) -> dict[str, str]:
    """Return an education as JSON Resume has it: a year is a year."""
    known = {
        "institution": row.institution,
        "area": row.major or row.course_name,
        "studyType": row.course_name if row.major else "",
        "startDate": str(row.start_year or ""),
        "endDate": str(row.end_year or ""),
    }
    return {name: value for name, value in known.items() if value}


def _taken(user: User, zone: tzinfo) -> Iterable[Taken]:
    rows = Enrollment.objects.select_related("opportunity").filter(
        user=user, opportunity__opportunity_type__in=_LEARNED
    )
    for row in rows.order_by("enrolled_at", "pk"):
        if has_access(row):
            about, began = row.opportunity, row.enrolled_at.astimezone(zone).date()
            ended = row.completed_at.astimezone(zone).date() if row.completed_at else None
            yield Taken(about.title, about.opportunity_type, began, ended)


def _ways(user: User, zone: tzinfo) -> Iterable[Way]:
    """Give the learning paths of which a milestone is done."""
    done: dict[int, list[str]] = {}
    steps = CompletedMilestone.objects.filter(path__user=user).order_by("step")
    for path_id, title in steps.values_list("path_id", "milestone__title"):
        done.setdefault(path_id, []).append(title)
    rows = LearningPath.objects.select_related("subcategory", "template").filter(pk__in=done)
    for row in rows.order_by("started_at", "pk"):
        yield Way(
            subject=row.subcategory.name,
            milestones=done[row.pk],
            total=row.template.total_steps,
            began_on=row.started_at.astimezone(zone).date(),
            ended_on=row.completed_at.astimezone(zone).date() if row.completed_at else None,
        )


def _awards(user: User, zone: tzinfo) -> Iterable[dict[str, str]]:
    for row in achievements_of(user):
        day = day_of(row.earned_at.astimezone(zone))
        yield {"title": row.achievement.name, "date": day, "awarder": HOUSE}


def _certificates(user: User, zone: tzinfo) -> Iterable[dict[str, str]]:
    """Give the certificates of courses, then what else somebody shows."""
    for each in (*course_certificates_of(user), *other_badges_of(user)):
        day = day_of(each.issued_at.astimezone(zone))
        yield {"name": each.title, "date": day, "issuer": each.issuer, "url": each.url}


def _sessions(rows: QuerySet[Booking], zone: tzinfo) -> Sessions | None:
    told = rows.aggregate(
        number=Count("pk"), lasted=Sum(_LASTED), first=Min("starts_at"), last=Max("starts_at")
    )
    if not told["number"]:
        return None
    first, last = (told[name].astimezone(zone).date() for name in ("first", "last"))
    return Sessions(told["number"], int(told["lasted"].total_seconds()) // 60, first, last)


def _once(words: Iterable[str]) -> list[str]:
    return list({word.casefold(): word for word in words}.values())
