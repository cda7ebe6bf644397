"""What a member's organization reads of who has applied: the rows that its lists show, and no others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from trellis.domain.answers.rules.agent.asking import Asked
from trellis.domain.answers.rules.agent.phrases import Span
from trellis.domain.interviews.models import VideoSession
from trellis.domain.interviews.queries.sessions import sessions_of
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Application, InterviewPromise, Posting
from trellis.domain.jobs.queries.postings import postings_of
from trellis.domain.jobs.rules.choices import Stage, Status
from trellis.domain.needs.models import NeedTask
from trellis.domain.needs.queries.tasks import open_tasks_of
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking.models import ApplicationReading, Place, Run
from trellis.domain.ranking.queries.runs import places_in
from trellis.domain.ranking.rules.runs import ReadingStatus, RunStatus
from trellis.domain.ranking.rules.vectors import unpacked
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION, extract, from_json
from trellis.intelligence.ranking.judging import Applicant
from trellis.intelligence.ranking.sources import Source

# Of an organization with more jobs the newest are known by their titles.
_MOST_TITLES = 2000
_UNREAD = (ReadingStatus.WAITING,)


@dataclass(frozen=True, slots=True)
class Heard:
    """An application as it is judged: what it says, and whether its resume was read."""

    application: Application
    applicant: Applicant
    source: Source
    is_read: bool


def titles_of(member: Membership) -> dict[int, str]:
    """Return the titles of the organization's jobs by their keys, the newest first."""
    rows = postings_of(member.organization_id).order_by("-pk")
    return dict(rows.values_list("pk", "title")[:_MOST_TITLES])


def applications_asked_for(member: Membership, asked: Asked) -> QuerySet[Application]:
    """Return the applications of which a question is, the newest first: taken back ones only by that word.

    Who was put somewhere within a time is known by the record, wherever they are now.
    """
    rows = Application.objects.of(member.organization_id).exclude(sent={}).select_related("posting")
    rows = rows.filter(posting__is_deleted=False).order_by("-pk")
    if asked.jobs is not None:
        rows = rows.filter(posting_id__in=asked.jobs)
    if asked.stage is None:
        rows = rows.exclude(stage=Stage.WITHDRAWN)
    elif asked.span is None or asked.stage is Stage.APPLIED:
        rows = rows.filter(stage=asked.stage)
    else:
        moved = moved_to(asked.stage, member=member, span=asked.span)
        return rows.filter(pk__in=moved)
    return rows if asked.span is None else rows.filter(created_at__range=asked.span)


def moved_to(stage: Stage, *, member: Membership, span: Span) -> dict[int, datetime]:
    """Return when which applications came to a stage within a time, by their keys: the last time of each."""
    kind = events.application_withdrawn if stage is Stage.WITHDRAWN else events.application_decided
    rows = kind.record().filter(
        tenant_id=member.organization_id, happened_at__range=span, data__changes__stage__1=stage
    )
    return {int(key): moment for key, moment in rows.values_list("subject_id", "happened_at")}


def heard(rows: Iterable[Application], *, model: str) -> list[Heard]:
    """Return applications as they are judged, with the vectors of this model where there are such."""
    found = list(rows)
    readings = ApplicationReading.objects.filter(application__in=[row.pk for row in found])
    by_key = {reading.application_id: reading for reading in readings}
    return [_heard(row, by_key.get(row.pk), model) for row in found]


def open_needs(member: Membership, *, jobs: Collection[int] | None) -> QuerySet[NeedTask]:
    """Return what is shared with the organization and open, what is due first."""
    rows = open_tasks_of(member.organization_id).select_related("need", "owner", "application__posting")
    rows = rows.filter(application__posting__is_deleted=False)
    if jobs is not None:
        rows = rows.filter(application__posting_id__in=jobs)
    return rows.order_by("due_date", "pk")


def jobs_of(
    member: Membership,
    *,
    jobs: Collection[int] | None = None,
    are_open: bool = False,
    are_waiting: bool = False,
) -> QuerySet[Posting]:
    """Return the organization's jobs, the newest first; the open ones, or those with somebody undecided."""
    rows = postings_of(member.organization_id).order_by("-pk")
    if jobs is not None:
        rows = rows.filter(pk__in=jobs)
    if are_open:
        rows = rows.filter(status=Status.OPEN)
    if are_waiting:
        waiting = Application.objects.of(member.organization_id).filter(stage=Stage.APPLIED)
        rows = rows.filter(Exists(waiting.filter(posting=OuterRef("pk"))))
    return rows


def counts_of(member: Membership, jobs: Iterable[Posting]) -> dict[int, tuple[int, int]]:
    """Return of each of these jobs how many have applied, and how many of them are undecided."""
    rows = Application.objects.of(member.organization_id).filter(posting__in=[job.pk for job in jobs])
    rows = rows.exclude(stage=Stage.WITHDRAWN).order_by()
    undecided = Count("pk", filter=Q(stage=Stage.APPLIED))
    counted = rows.values_list("posting_id").annotate(there=Count("pk"), undecided=undecided)
    return {key: (there, waiting) for key, there, waiting in counted}


def unjudged_promises(member: Membership) -> QuerySet[InterviewPromise]:
    """Return the promises of an interview on which nobody has judged yet."""
    rows = InterviewPromise.objects.filter(
        application__organization_id=member.organization_id,
        application__stage=Stage.APPLIED,
        application__posting__is_deleted=False,
        judged_at=None,
    )
    return rows.select_related("application__posting").order_by("pk")


def open_sessions(member: Membership) -> QuerySet[VideoSession]:
    """Return the interviews that are not over, the newest first."""
    rows = sessions_of(member.organization_id).filter(is_active=True)
    return rows.select_related("application__posting")


def ranked(jobs: Collection[int], *, most: int) -> tuple[Run | None, list[Place]]:
    """Return the newest ranking of these jobs that ended well, and its first places."""
    rows = Run.objects.filter(posting_id__in=jobs, status=RunStatus.RANKED).select_related("posting")
    run = rows.order_by("-finished_at", "-pk").first()
    if run is None:
        return None, []
    places = places_in(run.pk).select_related("application__posting")
    return run, list(places.order_by("-pk")[:most])


def _heard(row: Application, reading: ApplicationReading | None, model: str) -> Heard:
    if reading is None or reading.status in _UNREAD:
        source = Source(profile=row.sent)
        return Heard(row, Applicant(row.number, extract(source)), source, is_read=not row.resume_file)
    source = Source(profile=row.sent, resume=reading.text)
    if reading.extract_version != EXTRACT_VERSION:
        return Heard(row, Applicant(row.number, extract(source)), source, is_read=True)
    vectors = unpacked(reading.vectors) if reading.vector_model == model else None
    said = Applicant(row.number, from_json(reading.extract), vectors)
    return Heard(row, said, source, is_read=reading.status == ReadingStatus.READ)
