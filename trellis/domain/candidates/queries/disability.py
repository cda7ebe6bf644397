"""The way to disability categories: functions of the database, which look themselves at who asks.

No model knows the tables, and the application's role has no right on them. Statements are sent apart from
what they are about, so that no log of statements has it.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.db.prepared import bound, run_prepared
from trellis.core.db.statements import Statement
from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.profiles import APPLICANTS
from trellis.domain.candidates.refusals import NotAnApplicant
from trellis.domain.candidates.rules.limits import READS_SHOWN
from trellis.domain.organizations.models import Organization
from trellis.domain.organizations.rights import Role

_READ = "SELECT public.candidates_own_disability($1::bigint, $2::bigint)"
_SHARING = "SELECT public.candidates_disability_sharing($1::bigint, $2::bigint)"
_READS = "SELECT public.candidates_disability_reads($1::bigint, $2::bigint, $3::bigint)"
_MOST = 2**62


def categories_of(profile: CandidateProfile, *, asked_by: int) -> Any:
    """Return what the candidate has told, {} for nothing; the database refuses every other account."""
    told = asked(_READ, profile, asked_by)
    return {} if told is None else json.loads(told)


def sharing_of(profile: CandidateProfile, *, asked_by: int) -> list[dict[str, Any]]:
    """Return with which organization the candidate shares, or has shared, which field; the newest first."""
    return _listed(asked(_SHARING, profile, asked_by))


def reads_of(
    profile: CandidateProfile, *, asked_by: int, most: int | None = READS_SHOWN
) -> list[dict[str, Any]]:
    """Return who has read what of the candidate's categories, what for and when; the newest, None for all."""
    return _listed(asked(_READS, profile, asked_by, str(_MOST if most is None else most)))


def organization_to_share_with(
    profile: CandidateProfile, number: int, *, is_to_end: bool = False
) -> Organization:
    """Return the organization of this number, which sees the profile; to end sharing it need not see it.

    Raises NotAnApplicant, whether or not there is one of this number.
    """
    found = Organization.objects.filter(number=number).first()
    if found is None or not (is_to_end or _sees(found.pk, profile)):
        raise NotAnApplicant
    return found


def asked(statement: str, profile: CandidateProfile, asked_by: int, *further: str) -> Any:
    """Return what one of the functions gives for a profile, called in the name of an account."""
    rows = run_prepared(statement, [bound(profile.pk), bound(asked_by), *further], read=Statement.rows)
    return rows[0][0] if rows else None


def _sees(organization_id: UUID, profile: CandidateProfile) -> bool:
    applicants: list[QuerySet[Any, Mapping[str, Any]]] = [
        accounts(organization_id, Role.OWNER) for accounts in APPLICANTS
    ]
    return any(rows.filter(candidate_id=profile.user_id).exists() for rows in applicants)


def _listed(told: str | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [] if told is None else json.loads(told)
    return rows
