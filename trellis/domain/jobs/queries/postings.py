"""Which jobs there are for whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.refusals import NoOrganization, NoPosting, NotAllowed
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.choices import Status
from trellis.domain.jobs.rules.openness import is_open
from trellis.domain.jobs.rules.words import query_for_postings
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Grant, grant

# What members of the organization `member_of` see of a ranking, and what everybody else does.
_IS_THEIRS = "{organization_id} = {member_of}"
RANKING_DATA_SQL = f"CASE WHEN {_IS_THEIRS} THEN {{candidate_ranking_data}} ELSE '{{{{}}}}'::jsonb END"
RANKING_STATUS_SQL = f"CASE WHEN {_IS_THEIRS} THEN {{ranking_status}} ELSE 'not_ranked' END"
RANKING_TASK_SQL = f"CASE WHEN {_IS_THEIRS} THEN {{ranking_task_id}} END"
_WORDS = ("search", "skills", "location")
_NOTHING: tuple[Any, ...] = (None, "", frozenset(), [])

_ROWS = Posting.objects.of_all_tenants().filter(pk=Argument("id"))
_ALONE = PreparedQuery(_ROWS)
_ONE = PreparedQuery(_ROWS.select_related("organization", "author", "requisition"))


def open_postings(now: datetime | Argument) -> QuerySet[Posting]:
    """Return the jobs of everybody's list: open, and their deadline yet to come."""
    is_in_time = Q(deadline_at=None) | Q(deadline_at__gt=now)
    return Posting.objects.of_all_tenants().filter(is_in_time, status=Status.OPEN, is_deleted=False)


def postings_of(organization_id: UUID | Argument) -> QuerySet[Posting]:
    """Return the jobs of an organization, closed ones too."""
    return Posting.objects.of(organization_id).filter(is_deleted=False)


def own_postings(member_of: UUID | None) -> QuerySet[Posting]:
    """Return the jobs of the organization in which somebody acts; none without one."""
    return postings_of(member_of) if member_of else Posting.objects.of_all_tenants().none()


def is_narrowing(asked: Mapping[str, Any]) -> bool:
    """Tell whether anything is asked for; what is blank or None asks for nothing."""
    return any(value not in _NOTHING for value in asked.values())


def narrowed(rows: QuerySet[Posting], asked: Mapping[str, Any]) -> QuerySet[Posting]:
    """Return those that have all that is asked for; what is blank or None asks for nothing.

    `search`, `skills` and `location` are words (rules/words.py); of `workplace_type` and `job_type` one of
    several; `visa_required` and `status` columns.
    """
    given = {name: value for name, value in asked.items() if value not in _NOTHING}
    words = {name: given.pop(name) for name in _WORDS if name in given}
    for name, value in given.items():
        rows = rows.filter(**{f"{name}__in" if isinstance(value, frozenset) else name: value})
    if not words:
        return rows
    query = query_for_postings(**words)
    return rows.none() if query is None else rows.filter(listing=query)


def posting_seen_by(user: User, posting_id: int) -> Posting:
    """Return a job that somebody may read: an open one, or their organization's; raise NoPosting."""
    found = _posting(posting_id)
    if not is_open(found):
        member = membership_of(user)
        is_theirs = member is not None and member.organization_id == found.organization_id
        if found.is_deleted or not is_theirs:
            raise NoPosting
    return found


def posting_for_applying(posting_id: int) -> Posting:
    """Return a job that somebody may ask to apply for, also a closed one, to be told so; raise NoPosting."""
    found = _posting(posting_id)
    if found.is_deleted:
        raise NoPosting
    return found


def member_for(
    user: User, posting_id: int, right: Right, *, even_deleted: bool = False, is_alone: bool = False
) -> tuple[Posting, Membership]:
    """Return a job of somebody's organization, with the membership that has this right there.

    Of a job that was deleted the applications are still there: for them it may be `even_deleted`. With
    `is_alone` it comes without its organization, author and requisition, for who asks nothing of them.
    Raises NoPosting where they do not even read it, else NotAllowed.
    """
    posting, member = _posting(posting_id, _ALONE if is_alone else _ONE), membership_of(user)
    if member is None or member.organization_id != posting.organization_id:
        raise NotAllowed if is_open(posting) else NoPosting
    if posting.is_deleted and not even_deleted:
        raise NoPosting
    if grant(member.role, right) is not Grant.ALL:
        raise NotAllowed
    return posting, member


def poster(user: User) -> Membership:
    """Return the membership in which somebody posts jobs; raise NoOrganization, NotAllowed."""
    member = membership_of(user)
    if member is None:
        raise NoOrganization
    if grant(member.role, Right.POST_JOBS) is not Grant.ALL:
        raise NotAllowed
    return member


def _posting(posting_id: int, asked: PreparedQuery[Posting] = _ONE) -> Posting:
    """Return the job of this key, whoever asks, also one that was deleted; raise NoPosting."""
    found = asked.first(id=posting_id)
    if found is None:
        raise NoPosting
    return found
