"""What can happen to a job."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.events import DomainEvent, Nothing
from trellis.domain.jobs import events
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.queries.applications import applications_for
from trellis.domain.jobs.refusals import OfRequisition
from trellis.domain.jobs.rules.choices import Status
from trellis.domain.jobs.rules.openness import refuse_past
from trellis.domain.jobs.rules.promises import refuse_empty_promise
from trellis.domain.jobs.services.locks import locked_posting
from trellis.domain.jobs.services.writing import publish, publish_change, step
from trellis.domain.organizations.models import Membership

# What somebody says of a job; `status` is a step of its own.
FIELDS = (
    *("title", "job_desc", "workplace_type", "location", "job_type", "skills", "estimated_salary"),
    *("visa_required", "deadline_at", "essential_criteria", "offers_interview", "blind_until_shortlisted"),
)
# What is no requisition's, and so to be said of its posting, too.
_OF_POSTINGS_ALONE = frozenset({"blind_until_shortlisted"})


def create_posting(*, member: Membership, fields: Mapping[str, Any], now: datetime) -> Posting:
    """Post a job of the member's organization, open unless its `status` says otherwise.

    Raises DeadlinePassed, and PromiseWithoutCriteria where it promises an interview for nothing.
    `fields` are some of FIELDS, with `status`.
    """
    refuse_past(fields.get("deadline_at"), now=now)
    posting = Posting(organization=member.organization, author=member.user, created_at=now, updated_at=now)
    for name, value in fields.items():
        setattr(posting, name, value)
    refuse_empty_promise(offers_interview=posting.offers_interview, criteria=posting.essential_criteria)
    posting.closed_at = now if posting.status == Status.CLOSED else None
    with transaction.atomic():
        posting.save(force_insert=True)
        _tell(events.posting_created, posting, member, now)
    return posting


def change_posting(
    *, posting: Posting, member: Membership, fields: Mapping[str, Any], now: datetime
) -> Posting:
    """Change a job, close it or open it again, by FIELDS and `status`; return it as it is then.

    Raises NoPosting, OfRequisition, DeadlinePassed, PromiseWithoutCriteria.
    """
    with transaction.atomic():
        current = _changeable(posting, fields)
        changes = {name: [getattr(current, name), value] for name, value in fields.items() if name in FIELDS}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        if "deadline_at" in changes:
            refuse_past(changes["deadline_at"][1], now=now)
        _refuse_empty_promise(current, fields)
        status = fields.get("status", current.status)
        is_step = status != current.status
        if not (changes or is_step):
            return current
        written = {name: pair[1] for name, pair in changes.items()}
        write_columns(current, now, **written, **(step(current, status, now) if is_step else {}))
        if changes:
            publish_change(current, changes, actor_id=member.user_id, now=now)
        if is_step:
            event = events.posting_closed if status == Status.CLOSED else events.posting_reopened
            _tell(event, current, member, now)
    return current


def delete_posting(*, posting: Posting, member: Membership, now: datetime) -> None:
    """Delete a job. One that somebody has applied for is closed and taken out of all lists instead.

    Raises NoPosting, OfRequisition.
    """
    with transaction.atomic():
        current = _changeable(posting)
        _tell(events.posting_deleted, current, member, now)
        if not applications_for(current).exists():
            current.delete()
            return
        closed = {} if current.status == Status.CLOSED else step(current, Status.CLOSED, now)
        write_columns(current, now, **closed, is_deleted=True, deleted_at=now)


def _refuse_empty_promise(posting: Posting, fields: Mapping[str, Any]) -> None:
    refuse_empty_promise(
        offers_interview=fields.get("offers_interview", posting.offers_interview),
        criteria=fields.get("essential_criteria", posting.essential_criteria),
    )


def _changeable(posting: Posting, fields: Collection[str] = ()) -> Posting:
    current = locked_posting(posting)
    is_its_own = bool(fields) and _OF_POSTINGS_ALONE.issuperset(fields)
    if current.requisition is not None and not is_its_own:
        raise OfRequisition(current.requisition.code)
    return current


def _tell(event: DomainEvent[Posting, Nothing], posting: Posting, member: Membership, now: datetime) -> None:
    publish(event, posting, Nothing(), actor_id=member.user_id, now=now)
