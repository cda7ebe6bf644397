"""What everybody sees of requisitions, across tenants, and the two things that everybody may do to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from trellis.domain.requisitions.models import Requisition, Status
from trellis.domain.requisitions.refusals import NotClosable
from trellis.domain.requisitions.services.outcomes import close

ACCEPTING = (Status.APPROVED, Status.OPEN)
_MOST_WORDS = 8


@dataclass(frozen=True)
class Counted:
    """A requisition whose applications were just counted up."""

    code: str
    title: str
    num_of_applications: int
    updated_at: datetime


def published() -> QuerySet[Requisition]:
    """Return what has a page of its own: published and not closed. Its deadline may have passed."""
    return Requisition.objects.of_all_tenants().filter(
        publish_status=True, is_deleted=False, status__in=ACCEPTING
    )


def accepting(today: date) -> QuerySet[Requisition]:
    """Return the published ones that take applications today, newest first."""
    is_in_time = Q(deadline_date=None) | Q(deadline_date__gte=today)
    return published().filter(is_in_time).order_by("-pk")


def upcoming(today: date) -> QuerySet[Requisition]:
    """Return the published ones that have a deadline which is yet to come, the nearest first."""
    return published().filter(deadline_date__gte=today).order_by("deadline_date", "pk")


def matching(jobs: QuerySet[Requisition], text: str) -> QuerySet[Requisition]:
    """Return those of the published jobs that have every word of `text` in title, company or location."""
    for word in text.replace("\x00", "").split()[:_MOST_WORDS]:
        jobs = jobs.filter(
            Q(title__icontains=word)
            | Q(company_name__icontains=word)
            | Q(job_location__icontains=word)
            | Q(organization__name__icontains=word)
        )
    return jobs


def published_by_link(unique_link: str) -> Requisition | None:
    """Return the published requisition of this link."""
    if "\x00" in unique_link:
        return None
    return published().filter(unique_link=unique_link).select_related("organization").first()


def once_published(unique_link: str) -> Requisition | None:
    """Return the requisition of this link if everybody could see it once, or can now."""
    if "\x00" in unique_link:
        return None
    was_seen = Q(publish_status=True) | Q(published_at__isnull=False)
    rows = Requisition.objects.of_all_tenants().filter(was_seen, unique_link=unique_link)
    return rows.select_related("organization").first()


def today(now: datetime) -> date:
    """Return the day by which deadlines are judged: tenants have no zone of their own, so UTC's."""
    return now.astimezone(UTC).date()


# Two who apply at once both count: the row's own number is added to, in one statement.
_COUNT_UP = """
UPDATE requisitions_requisition
SET num_of_applications = num_of_applications + 1, updated_at = greatest(updated_at, %s)
WHERE unique_link = %s AND publish_status AND NOT is_deleted AND status = ANY(%s)
    AND (%s::uuid IS NULL OR organization_id = %s::uuid)
RETURNING code, title, num_of_applications, updated_at
"""


def count_application(
    *, unique_link: str, now: datetime, organization_id: UUID | None = None
) -> Counted | None:
    """Count one application to the published requisition of this link; None where there is none."""
    if "\x00" in unique_link:
        return None
    tenant = organization_id and str(organization_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [now, unique_link, list(map(str, ACCEPTING)), tenant, tenant])
        row = cursor.fetchone()
    return Counted(*row) if row else None


def close_one(*, code: str, organization_id: UUID | None, actor_id: int | None, now: datetime) -> Requisition:
    """Close the requisition with this code, of one tenant or of any.

    Closing one that is closed changes nothing. Raises Requisition.DoesNotExist and NotClosable.
    """
    with transaction.atomic():
        (requisition,) = _locked([code], organization_id) or (None,)
        if requisition is None:
            raise Requisition.DoesNotExist
        close(requisition=requisition, actor_id=actor_id, now=now)
    return requisition


def close_many(
    *, codes: Iterable[str], organization_id: UUID | None, actor_id: int | None, now: datetime
) -> set[str]:
    """Close those of the codes that can be, all or none; return which are closed now."""
    closed = set()
    with transaction.atomic():
        for requisition in _locked(codes, organization_id):
            try:
                close(requisition=requisition, actor_id=actor_id, now=now)
            except NotClosable:
                continue
            closed.add(requisition.code)
    return closed


def _locked(codes: Iterable[str], organization_id: UUID | None) -> list[Requisition]:
    """Return the rows of these codes, locked in one order whoever asks, so that none wait in a ring."""
    rows = Requisition.objects.of_all_tenants().filter(is_deleted=False)
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    wanted = [code for code in codes if "\x00" not in code]
    return list(rows.filter(code__in=wanted).select_for_update().order_by(F("pk")))
