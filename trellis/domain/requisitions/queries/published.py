"""What everybody sees of requisitions, across tenants."""

from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from trellis.core.db.words import query_for
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.queries.requisitions import is_code
from trellis.domain.requisitions.rules.choices import Status

ACCEPTING = (Status.APPROVED, Status.OPEN)
_STAGES = """
    SELECT json_build_object('stages', coalesce(json_agg(json_build_object(
        'name', stage -> 'name', 'required', coalesce(stage -> 'required', 'true'::jsonb)
    ) ORDER BY place), '[]'::json))
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof({workflow} -> 'stages') = 'array'
        THEN {workflow} -> 'stages' ELSE '[]'::jsonb END) WITH ORDINALITY AS given (stage, place)
"""


def stages_sql(workflow: str) -> str:
    """Return the expression of a workflow's stages by name, without who approves; `workflow` is one."""
    return _STAGES.format(workflow=workflow)


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
    """Return those of the published jobs that have every word of `text` in title, company or location.

    The tenant's name counts as a company's. A blank text leaves all of them, signs alone none.
    """
    if not text.strip():
        return jobs
    query = query_for(text)
    return jobs.filter(listing=query) if query else jobs.none()


def published_by_link(unique_link: str) -> Requisition | None:
    """Return the published requisition of this link."""
    if not is_code(unique_link):
        return None
    return published().filter(unique_link=unique_link).select_related("organization").first()


def once_published(unique_link: str) -> Requisition | None:
    """Return the requisition of this link if everybody could see it once, or can now."""
    if not is_code(unique_link):
        return None
    was_seen = Q(publish_status=True) | Q(published_at__isnull=False)
    rows = Requisition.objects.of_all_tenants().filter(was_seen, unique_link=unique_link)
    return rows.select_related("organization").first()


def today(now: datetime) -> date:
    """Return the day by which deadlines are judged: tenants have no zone of their own, so UTC's."""
    return now.astimezone(UTC).date()
