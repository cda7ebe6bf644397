"""Saving what was done to a job, and publishing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.core.events import Data, DomainEvent, parted
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.applications import last_made_at
from trellis.domain.jobs.rules.choices import Status

_TEXTS = frozenset({"title", "job_desc", "location", "skills", "estimated_salary", "essential_criteria"})


def step(posting: Posting, status: str, now: datetime) -> dict[str, Any]:
    """Return what is written where a job is closed, or opened again."""
    if status == Status.OPEN:
        return {"status": status, "closed_at": None}
    # Who applied while this waited for them was there before the close, not after it.
    return {"status": status, "closed_at": max(now, last_made_at(posting) or now)}


def publish_change(
    posting: Posting, changes: Mapping[str, list[Any]], *, actor_id: int | None, now: datetime
) -> None:
    """Publish what a job says now, by field [from, to]."""
    told, texts = parted(_plain(changes), personal=_TEXTS)
    data = events.PostingChanged(changes=told)
    publish(events.posting_changed, posting, data, actor_id=actor_id, now=now, personal=texts)


def publish(
    event: DomainEvent[Posting, Data],
    posting: Posting,
    data: Data,
    *,
    actor_id: int | None,
    now: datetime,
    personal: Mapping[str, object] | None = None,
) -> None:
    """Publish what happened to a job, as its organization's."""
    event.publish(
        actor_id=actor_id,
        subject=posting,
        now=now,
        tenant_id=posting.organization_id,
        data=data,
        personal=personal,
    )


def _plain(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [value.isoformat() if isinstance(value, datetime) else value for value in pair]
        for name, pair in changes.items()
    }
