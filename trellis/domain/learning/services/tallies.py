"""How many opportunities are published is known without counting them: what grows by that is kept small."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from trellis.core.db.locks import lock
from trellis.domain.learning.models import Opportunity, Tally

_BY = ("opportunity_type", "subcategory_id", "difficulty", "is_paid")
_BATCH = 500


def hide_closed(*, now: datetime) -> None:
    """Hide what is over: nobody sees it any more, but each list asks for it, to take it off the tallies."""
    while True:
        with transaction.atomic():
            rows = Opportunity.objects.select_for_update(skip_locked=True, no_key=True)
            over = rows.filter(is_published=True, closes_at__lte=now).order_by("pk")
            keys = list(over.values_list("pk", flat=True)[:_BATCH])
            Opportunity.objects.filter(pk__in=keys).update(
                is_published=False, version=F("version") + 1, updated_at=now
            )
        if len(keys) < _BATCH:
            return


def sum_up() -> None:
    """Put the tallies' rows together, one for each kind; the sums stay."""
    with transaction.atomic():
        lock("learning", "tallies")
        # What is added meanwhile is not among these keys, and stays a row of its own.
        keys = list(Tally.objects.values_list("pk", flat=True))
        rows = Tally.objects.filter(pk__in=keys)
        sums = list(rows.order_by().values(*_BY).annotate(sum=Sum("number")))
        if len(keys) == len(sums):
            return
        rows.delete()
        Tally.objects.bulk_create(
            Tally(number=each["sum"], **{name: each[name] for name in _BY}) for each in sums if each["sum"]
        )
