"""A published requisition has a posting: made, changed and closed with it, and by nothing else."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from trellis.core.db.columns import write_columns
from trellis.core.events import Happened, Nothing
from trellis.domain.jobs import events
from trellis.domain.jobs.events import Applied
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.queries.applications import applications_for
from trellis.domain.jobs.rules.choices import Status
from trellis.domain.jobs.rules.mirrored import fields_of, is_shown
from trellis.domain.jobs.services.writing import publish, publish_change, step
from trellis.domain.requisitions.events import Changed, Coded
from trellis.domain.requisitions.models import Requisition
from trellis.domain.requisitions.services import closing

Followed = Happened[Requisition, Changed]
Several = Sequence[Happened[Requisition, Coded]]


def follow_requisition(event: Followed) -> None:
    """Bring a requisition's posting to what the requisition says now, and make it where there is none yet."""
    requisition = event.subject
    if not requisition.publish_status and requisition.published_at is None:
        return
    posting = _postings_of([requisition]).first()
    if posting is None:
        if is_shown(requisition):
            mirror(requisition, actor_id=event.actor_id, now=event.now)
        return
    is_renamed = "company_name" in event.data["changes"]
    _bring_to(posting, requisition, actor_id=event.actor_id, now=event.now, is_renamed=is_renamed)


def hide_deleted(events: Several) -> None:
    """Close the postings of requisitions that are deleted, and take them out of all lists."""
    for posting, event in _postings_and_events(events):
        _close(posting, event.actor_id, event.now)
        write_columns(posting, event.now, is_deleted=True, deleted_at=event.now)


def show_recovered(events: Several) -> None:
    """Bring back the postings of requisitions that are, and open those that everybody sees again."""
    for posting, event in _postings_and_events(events):
        write_columns(posting, event.now, is_deleted=False, deleted_at=None)
        event.subject.is_deleted = False
        _bring_to(posting, event.subject, actor_id=event.actor_id, now=event.now)


def drop_purged(events: Several) -> None:
    """Delete the postings of requisitions that are gone for good, unless somebody has applied for them."""
    for posting, _ in _postings_and_events(events):
        if not applications_for(posting).exists():
            posting.delete()


def count_application(event: Happened[Application, Applied]) -> None:
    """Count who applies for a requisition's posting as one of the requisition's applications."""
    requisition = event.subject.posting.requisition
    if requisition is not None:
        closing.count_application(unique_link=requisition.unique_link, now=event.now)


def mirror(requisition: Requisition, *, actor_id: int | None, now: datetime) -> Posting:
    """Make the posting of a requisition; in a transaction that holds the requisition's row."""
    posting = Posting(
        organization=requisition.organization,
        requisition=requisition,
        created_at=requisition.published_at or requisition.created_at,
        updated_at=now,
        **fields_of(requisition),
    )
    posting.save(force_insert=True)
    publish(events.posting_created, posting, Nothing(), actor_id=actor_id, now=now)
    return posting


def _bring_to(
    posting: Posting,
    requisition: Requisition,
    *,
    actor_id: int | None,
    now: datetime,
    is_renamed: bool = False,
) -> None:
    if not is_shown(requisition):
        _close(posting, actor_id, now)
        return
    wanted = fields_of(requisition)
    changes = {
        name: [getattr(posting, name), value]
        for name, value in wanted.items()
        if getattr(posting, name) != value
    }
    if changes or is_renamed:
        # With the title the words are written anew, by which it is found: the company's is among them.
        values = {"title": requisition.title, **{name: wanted[name] for name in changes}}
        write_columns(posting, now, **values)
    if changes:
        publish_change(posting, changes, actor_id=actor_id, now=now)
    if posting.status == Status.CLOSED:
        write_columns(posting, now, **step(posting, Status.OPEN, now))
        publish(events.posting_reopened, posting, Nothing(), actor_id=actor_id, now=now)


def _close(posting: Posting, actor_id: int | None, now: datetime) -> None:
    if posting.status == Status.CLOSED:
        return
    write_columns(posting, now, **step(posting, Status.CLOSED, now))
    publish(events.posting_closed, posting, Nothing(), actor_id=actor_id, now=now)


def _postings_of(requisitions: Sequence[Requisition]) -> QuerySet[Posting]:
    """Return the locked postings of requisitions of one organization, whose rows are locked already."""
    rows = Posting.objects.of(requisitions[0].organization_id).select_related("organization", "requisition")
    locked = rows.select_for_update(of=("self",), no_key=True)
    return locked.filter(requisition__in=requisitions).order_by("pk")


def _postings_and_events(happened: Several) -> list[tuple[Posting, Happened[Requisition, Coded]]]:
    by_key: dict[int | None, Happened[Requisition, Coded]] = {event.subject.pk: event for event in happened}
    found = _postings_of([event.subject for event in happened])
    return [(posting, by_key[posting.requisition_id]) for posting in found]
