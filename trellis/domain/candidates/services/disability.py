"""Keeping, erasing, sharing and reading disability categories, by functions of the database.

queries/disability.py has those that only tell the candidate.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import DataError, transaction

from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import asked
from trellis.domain.candidates.refusals import NotKept, NotShared
from trellis.domain.candidates.rules.choices import Purpose
from trellis.domain.organizations.models import Membership, Organization

_KEEP = "SELECT public.candidates_keep_disability($1::bigint, $2::bigint, $3::text)"
_ERASE = "SELECT public.candidates_erase_disability($1::bigint, $2::bigint)"
_SHARE = "SELECT public.candidates_share_disability($1::bigint, $2::bigint, $3::uuid, $4::text)"
_READ = "SELECT public.candidates_shared_disability($1::bigint, $2::bigint, $3::uuid, $4::text)"


def keep_categories(profile: CandidateProfile, categories: Any, *, asked_by: int) -> None:
    """Keep what the candidate tells; nothing ({}) leaves nothing behind. Raises NotKept."""
    if categories == {}:
        return erase_categories(profile, asked_by=asked_by)
    try:
        asked(_KEEP, profile, asked_by, json.dumps(categories))
    except DataError:
        raise NotKept from None


def erase_categories(profile: CandidateProfile, *, asked_by: int) -> None:
    """Erase what the candidate has told; it is shared with nobody then."""
    asked(_ERASE, profile, asked_by)


def share_categories(
    *, profile: CandidateProfile, organization: Organization, fields: Sequence[str], asked_by: int
) -> None:
    """Share just these fields of what the candidate has told with an organization: [] shares none any more.

    Fields are those of an object, or the texts of a list. Raises NotShared for what is none of them.
    """
    try:
        with transaction.atomic():
            asked(_SHARE, profile, asked_by, str(organization.pk), json.dumps(list(fields)))
    except DataError:
        raise NotShared from None


def read_shared(*, profile: CandidateProfile, reader: Membership, purpose: Purpose) -> Any:
    """Return what the candidate shares with the reader's organization, {} for nothing.

    Who has read what, and what for, is in the candidate's log before anything of it is handed on.
    """
    with transaction.atomic(durable=True):
        told = asked(_READ, profile, reader.user_id, str(reader.organization_id), str(purpose))
    return {} if told is None else json.loads(told)
