"""Which applications there are for whom: an organization's for its members, one's own for oneself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from trellis.core.db.arrays import IsAnyOf
from trellis.core.db.prepared import Argument
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.jobs.refusals import NoApplication
from trellis.domain.jobs.rights import Right
from trellis.domain.jobs.rules.blindness import ANYBODY, IS_HIDDEN_SQL, is_blind
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.rights import Grant, grant

_SHOWN = ("posting__organization", "candidate", "decided_by")
# Who has applied, as they were called then; a copy that is erased has no names.
_CALLED = ("first_name", "last_name", "email", "slug")
# While an application is blind, its organization reads neutral words, and no key by which another door
# would tell who it is.
APPLICANT_SQL = f"""
    CASE WHEN {IS_HIDDEN_SQL} THEN json_build_object('id', NULL,
        'first_name', '{ANYBODY}', 'last_name', {{number}}, 'email', '', 'slug', '')
    ELSE json_build_object('id', {{candidate_id}},
        {", ".join(f"'{name}', coalesce({{sent}} ->> '{name}', '')" for name in _CALLED)}) END
"""
SENT_SQL = f"CASE WHEN {IS_HIDDEN_SQL} THEN {{sent_blind}} ELSE {{sent}} END"
# Who decided last, for members of the organization `member_of`. Nobody's id stands in place of NULL, for
# which PostgreSQL could leave all this out: it would plan the page of a candidate anew each time.
DECIDER_SQL = """
    SELECT json_build_object(
        'id', decider.id, 'first_name', decider.first_name, 'last_name', decider.last_name)
    FROM accounts_user AS decider
    WHERE decider.id = {decided_by_id}
        AND {organization_id} = coalesce({member_of}, '00000000-0000-0000-0000-000000000000')
"""
# Whether the candidate's profile is another than it was when they applied with it. Of a blind one that is
# not told: when a profile changes, others may see whose it is.
HAS_CHANGED_SQL = f"""
    NOT {IS_HIDDEN_SQL} AND EXISTS (SELECT FROM candidates_candidateprofile AS now_shown
    WHERE now_shown.user_id = {{candidate_id}} AND now_shown.updated_at > {{created_at}})
"""


def applications_for(posting: Posting | Argument, *, stage: str = "") -> QuerySet[Application]:
    """Return the applications for a job, those at one stage where it is named."""
    # The job says whose they are. Where the organization is asked for, too, the database takes what has both
    # for rare, and reads and sorts all applications for one page.
    rows = Application.objects.of_all_tenants().filter(posting=posting)
    return rows.filter(stage=stage) if stage else rows


def applications_of(user: User | Argument, *, stage: str = "") -> QuerySet[Application]:
    """Return somebody's own applications, wherever, those at one stage where it is named."""
    rows = Application.objects.of_all_tenants().filter(candidate=user)
    return rows.filter(stage=stage) if stage else rows


def application_for(posting: Posting, application_id: int) -> Application:
    """Return an application for a job; raise NoApplication."""
    return _one(applications_for(posting), application_id)


def own_application(user: User, posting_id: int, application_id: int) -> Application | None:
    """Return somebody's own application for the job of this key, None where there is none."""
    rows = applications_of(user).filter(posting_id=posting_id)
    return rows.select_related(*_SHOWN).filter(pk=application_id).first()


def made_for(posting: Posting, user: User) -> Application | None:
    """Return somebody's application for a job, None where there is none."""
    return applications_for(posting).filter(candidate=user).first()


def last_made_at(posting: Posting) -> datetime | None:
    """Return when the last application for a job was made."""
    return applications_for(posting).order_by("-created_at").values_list("created_at", flat=True).first()


def applicants_of(
    organization_id: UUID | Argument, role: str, *, among: Combinable | None = None
) -> QuerySet[Any, Any]:
    """Return the keys of the accounts that have applied to an organization, for a role that may read that.

    Who is still blind there is none of them. `among` is an array of keys: then only theirs are looked for,
    each in the index.
    """
    rows = Application.objects.of(organization_id)
    if among is not None:
        rows = rows.filter(IsAnyOf("candidate_id", among))
    if grant(role, Right.READ_APPLICATIONS) is not Grant.ALL:
        rows = rows.none()
    return rows.exclude(stage=Stage.WITHDRAWN).filter(is_blind=False).values("candidate_id")


def applicant(application: Application, *, is_own: bool = False) -> dict[str, Any]:
    """Return what APPLICANT_SQL gives the organization; the candidate, of their own, is told all."""
    if is_blind(application) and not is_own:
        return {"id": None, "first_name": ANYBODY, "last_name": application.number, "email": "", "slug": ""}
    called = {name: application.sent.get(name, "") for name in _CALLED}
    return {"id": application.candidate_id, **called}


def sent_shown(application: Application, *, is_own: bool = False) -> dict[str, Any]:
    """Return what SENT_SQL gives the organization; the candidate, of their own, is told all."""
    is_whole = is_own or not is_blind(application)
    sent: dict[str, Any] = application.sent if is_whole else application.sent_blind
    return sent


def has_changed(application: Application, *, is_own: bool = False) -> bool:
    """Return what HAS_CHANGED_SQL gives the organization; the candidate, of their own, is told all."""
    if is_blind(application) and not is_own:
        return False
    profile = getattr(application.candidate, "candidate_profile", None)
    return profile is not None and profile.updated_at > application.created_at


def numbered(member: Membership, number: str) -> Application | None:
    """Return the application of this number in a member's organization, None where there is none."""
    return Application.objects.of(member.organization_id).filter(number=number).first()


def _one(rows: QuerySet[Application], application_id: int) -> Application:
    found = rows.select_related(*_SHOWN).filter(pk=application_id).first()
    if found is None:
        raise NoApplication
    return found
