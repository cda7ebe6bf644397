"""Selection rates of the groups among a job's applicants, by a function of the database."""

import json
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from trellis.core.db.prepared import bound, run_prepared
from trellis.core.db.statements import Statement
from trellis.domain.candidates.rules.choices import Purpose
from trellis.domain.jobs.models import Posting
from trellis.domain.organizations.models import Membership

_RATES = "SELECT public.fairness_selection_rates($1::bigint, $2::bigint, $3::uuid, $4::text)"


@dataclass(frozen=True)
class GroupRate:
    """How many of a group were selected, of 1, and beside the group of whom most were; None if nobody was."""

    field: str
    value: str
    selection_rate: float
    impact_ratio: float | None
    as_of: date


def selection_rates(*, posting: Posting, reader: Membership) -> list[GroupRate]:
    """Return the rates of the groups that are large enough, by what candidates share with the organization.

    Whose categories went into them has that in their log before anything is handed on.
    """
    given = [
        bound(posting.pk),
        bound(reader.user_id),
        str(reader.organization_id),
        str(Purpose.SELECTION_RATES),
    ]
    with transaction.atomic(durable=True):
        ((told,),) = run_prepared(_RATES, given, read=Statement.rows)
    return [GroupRate(**{**each, "as_of": date.fromisoformat(each["as_of"])}) for each in json.loads(told)]
