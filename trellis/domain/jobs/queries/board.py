"""What everybody sees of jobs who looks at the board: those of posts and of published requisitions."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.postings import open_postings
from trellis.domain.jobs.refusals import NoPosting
from trellis.domain.jobs.rules.openness import is_open
from trellis.domain.requisitions.models import Requisition

# What is shown of a job is its organization's too, and its requisition's.
_SHOWN = ("organization", "requisition")


def on_board(now: datetime, *, organization_id: UUID | None = None) -> QuerySet[Posting]:
    """Return the jobs that take applications now, of all organizations or of one, the newest first."""
    rows = open_postings(now).select_related(*_SHOWN).order_by("-pk")
    return rows if organization_id is None else rows.filter(organization_id=organization_id)


def once_on_board(number: int) -> Posting:
    """Return the job of this number if everybody could see it once, or can now; raise NoPosting.

    One that was posted closed, and never opened, nobody has seen.
    """
    was_seen = Q(closed_at=None) | Q(closed_at__gt=F("created_at"))
    rows = Posting.objects.of_all_tenants().select_related(*_SHOWN)
    found = rows.filter(was_seen, pk=number).first()
    if found is None:
        raise NoPosting
    return found


def posting_of(requisition: Requisition) -> Posting | None:
    """Return the posting of a published requisition, None where there is none (yet)."""
    rows = Posting.objects.of(requisition.organization_id).select_related(*_SHOWN)
    found = rows.filter(requisition=requisition).first()
    return found if found is not None and is_open(found) else None
