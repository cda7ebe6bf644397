"""The way to disability categories: functions of the database, which look themselves at who asks.

No model knows the table, and the application's role has no right on it. Statements are sent apart from what
they are about, so that no log of statements has it.
"""

import json
from typing import Any

from trellis.core.db.prepared import bound, run_prepared
from trellis.core.db.statements import Statement
from trellis.domain.candidates.models import CandidateProfile

_READ = "SELECT public.candidates_own_disability($1::bigint, $2::bigint)"


def categories_of(profile: CandidateProfile, *, asked_by: int) -> Any:
    """Return what the candidate has told, {} for nothing; the database refuses every other account."""
    told = asked(_READ, profile, asked_by)
    return {} if told is None else json.loads(told)


def asked(statement: str, profile: CandidateProfile, asked_by: int, *further: str) -> Any:
    """Return what one of the functions gives for a profile, called in the name of an account."""
    rows = run_prepared(statement, [bound(profile.pk), bound(asked_by), *further], read=Statement.rows)
    return rows[0][0] if rows else None
