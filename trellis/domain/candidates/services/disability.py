"""Keeping and erasing disability categories, by functions of the database (queries/disability.py)."""

import json
from typing import Any

from django.db import DataError

from trellis.domain.candidates.models import CandidateProfile
from trellis.domain.candidates.queries.disability import asked
from trellis.domain.candidates.refusals import NotKept

_KEEP = "SELECT public.candidates_keep_disability($1::bigint, $2::bigint, $3::text)"
_ERASE = "SELECT public.candidates_erase_disability($1::bigint, $2::bigint)"


def keep_categories(profile: CandidateProfile, categories: Any, *, asked_by: int) -> None:
    """Keep what the candidate tells; nothing ({}) leaves nothing behind. Raises NotKept."""
    if categories == {}:
        return erase_categories(profile, asked_by=asked_by)
    try:
        asked(_KEEP, profile, asked_by, json.dumps(categories))
    except DataError:
        raise NotKept from None


def erase_categories(profile: CandidateProfile, *, asked_by: int) -> None:
    """Erase what the candidate has told."""
    asked(_ERASE, profile, asked_by)
