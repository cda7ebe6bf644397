"""Mentors as SOOSH lists them: narrowed, in order, with what it prints of a row.

Querysets have holes, so that each combination of filters is compiled once and prepared once a connection.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    DecimalField,
    F,
    JSONField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, OrderBy

from trellis.core.db.prepared import Argument
from trellis.core.db.words import AsWritten, quoted
from trellis.core.writing.currencies import CURRENCIES, decimals_of
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.rates import CURRENCY, at_most
from trellis.domain.mentorship.rules.words import whole_area

Sort = Literal["rating", "rate", "experience", "next_available"]
SORTS: tuple[Sort, ...] = ("rating", "rate", "experience", "next_available")
_NOW = Argument("now", DateTimeField())
_CURRENCY = Argument("currency", TextField())
# The stored time is true until the moment beside it.
_SLOT = Case(When(next_slot_until__gte=_NOW, then=F("next_slot_at")))
_STALE = "(m.next_slot_until IS NULL OR m.next_slot_until < {now})"
# In SQL: which of these mentors have a next time that has to be reckoned anew; that anybody shown has one.
STALE_AMONG = f"""
    SELECT string_agg(m.id::text, ',') FROM mentorship_mentor AS m
    WHERE m.id = ANY(({{keys}})::bigint[]) AND {_STALE}
"""  # noqa: S608 (no data in it)
STALE_ANYWHERE = f"SELECT 'yes' FROM mentorship_mentor AS m WHERE m.is_shown AND {_STALE} LIMIT 1"  # noqa: S608
# What lists print of a row, in SQL.
NEXT_SLOT = "CASE WHEN {next_slot_until} >= {now} THEN {next_slot_at} END"


def _of_decimals(number: int) -> str:
    return ", ".join(f"'{code}'" for code in sorted(CURRENCIES) if decimals_of(code) == number)


RATE = f"""
    CASE WHEN {{terms}} <> 'free' THEN {{rate_minor}} / CASE
        WHEN {{currency}} IN ({_of_decimals(0)}) THEN 1.0
        WHEN {{currency}} IN ({_of_decimals(3)}) THEN 1000.0 ELSE 100.0 END END
"""


@dataclass(frozen=True)
class Wanted:
    """Which mentors are asked for; None is for any. `currency` is that of the rates that are compared."""

    category_id: UUID | None = None
    subcategory_id: UUID | None = None
    skill: str | None = None
    min_rating: Decimal | None = None
    max_hourly_rate: Decimal | None = None
    before: datetime | None = None  # the next time that can be booked
    currency: str = CURRENCY
    sort: Sort = "rating"

    @property
    def filters(self) -> frozenset[str]:
        """Return the names of the filters that narrow."""
        return frozenset(name for name in _FILTERS if getattr(self, name) is not None)

    @property
    def minds_slots(self) -> bool:
        """Whether the next time decides who is listed, or where."""
        return self.before is not None or self.sort == "next_available"

    def arguments(self, *, now: datetime) -> dict[str, Any]:
        """Return what fills the holes of `shown_mentors`, whichever of them it has."""
        rate = None if self.max_hourly_rate is None else at_most(self.max_hourly_rate, self.currency)
        return {
            "now": now,
            "currency": self.currency,
            "category_id": f'[{{"category_id": "{self.category_id}"}}]',
            "subcategory_id": f'[{{"subcategory_ids": ["{self.subcategory_id}"]}}]',
            "skill": quoted(whole_area(self.skill or "")),
            "min_rating": self.min_rating,
            "max_hourly_rate": rate,
            "before": self.before,
        }


_FILTERS: dict[str, Q] = {
    "category_id": Q(expertise_categories__contains=Argument("category_id", JSONField())),
    "subcategory_id": Q(expertise_categories__contains=Argument("subcategory_id", JSONField())),
    "skill": Q(search=AsWritten(Argument("skill", TextField()))),
    "min_rating": Q(
        rating_average__gte=Argument("min_rating", DecimalField(max_digits=20, decimal_places=10))
    ),
    # Amounts of several currencies are not compared; who takes nothing takes no more than anything.
    "max_hourly_rate": Q(price_minor=0) | Q(currency=_CURRENCY, price_minor__lte=Argument("max_hourly_rate")),
    "before": Q(next_slot_until__gte=_NOW, next_slot_at__lt=Argument("before", DateTimeField())),
}
_ORDERS: dict[Sort, list[OrderBy | Combinable]] = {
    "rating": [F("rating_average").desc(nulls_last=True), F("rating_count").desc()],
    "rate": [
        Case(When(Q(price_minor=0) | Q(currency=_CURRENCY), then=Value("")), default=F("currency")).asc(),
        F("price_minor").asc(),
    ],
    "experience": [F("years_of_experience").desc()],
    "next_available": [_SLOT.asc(nulls_last=True)],
}


def shown_mentors(filters: Collection[str], sort: Sort) -> QuerySet[Mentor]:
    """Return the mentors of SOOSH's lists, with the holes of these filters and of this total order."""
    mentors = Mentor.objects.filter(is_shown=True)
    for name in sorted(filters):
        mentors = mentors.filter(_FILTERS[name])
    return mentors.order_by(*_ORDERS[sort], F("id").desc())
