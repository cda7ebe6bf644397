"""Which opportunities there are: what is published and not closed, of all types alike."""

from collections.abc import Collection
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Q, QuerySet, UUIDField
from django.db.models.functions import NullIf

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.domain.learning.models import Opportunity, Tally
from trellis.domain.learning.refusals import NoOpportunity
from trellis.domain.learning.rules.choices import Order
from trellis.domain.mentorship.models import Mentor

# What lists print of a row, in SQL.
RATING_SQL = "round({rating_sum}::numeric / nullif({rating_count}, 0), 1)"
_TENTH = Decimal("0.1")

_NOW = Argument("now", DateTimeField())
_SHOWN = Q(is_published=True) & (Q(closes_at=None) | Q(closes_at__gt=_NOW))
# What a list is narrowed to, by a word for each: some of them are holes to be filled with what is asked for.
FILTERS: dict[str, Q] = {
    "type": Q(opportunity_type=Argument("type", CharField())),
    "subcategory_id": Q(subcategory__public_id=Argument("subcategory_id", UUIDField())),
    "difficulty": Q(difficulty=Argument("difficulty", CharField())),
    "paid": Q(price_minor__gt=0),
    "free": Q(price_minor=0),
}
_TALLIED = {**FILTERS, "paid": Q(is_paid=True), "free": Q(is_paid=False)}
_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (),
    Order.POPULAR: ("-enrollment_count",),
    Order.RATING: (
        (F("rating_sum") * 1.0 / NullIf("rating_count", 0)).desc(nulls_last=True),
        "-rating_count",
    ),
}
_ONE = PreparedQuery(
    Opportunity.objects.filter(_SHOWN, public_id=Argument("public_id", UUIDField())).values_list("pk")
)


def offered(filters: Collection[str], order: Order) -> QuerySet[Opportunity]:
    """Return what everybody sees, narrowed by words of FILTERS, in a total order.

    It has holes for the filters' arguments and for `now`: to be prepared.
    """
    rows = Opportunity.objects.filter(_SHOWN, *(FILTERS[each] for each in sorted(filters)))
    return rows.order_by(*_ORDERS[order], "-pk")


def tallied(filters: Collection[str]) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return how many are published of what `offered` gives, as numbers to be summed, and which are over."""
    numbers = Tally.objects.filter(*(_TALLIED[each] for each in sorted(filters))).values_list("number")
    over = Opportunity.objects.filter(*(FILTERS[each] for each in sorted(filters)), is_published=True)
    return numbers, over.filter(closes_at__lte=_NOW).values_list("pk")


def key_of_offered(public_id: UUID, *, now: datetime) -> int:
    """Return the key of what everybody sees; raise NoOpportunity."""
    found = _ONE.rows(public_id=public_id, now=now)
    if not found:
        raise NoOpportunity
    return int(found[0][0])


def opportunity_of_session(public_id: UUID, *, mentor: Mentor, now: datetime) -> Opportunity | None:
    """Return what a session with a mentor can be booked for: what is shown, unless it is another's."""
    shown = Opportunity.objects.filter(Q(closes_at=None) | Q(closes_at__gt=now), is_published=True)
    return shown.filter(Q(mentor=None) | Q(mentor=mentor), public_id=public_id).first()


def opportunity_named(public_id: UUID) -> Opportunity:
    """Return an opportunity, shown or not, with its job or mentor; raise NoOpportunity."""
    rows = Opportunity.objects.select_related("posting__organization", "mentor")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NoOpportunity
    return found


def rating_of(opportunity: Opportunity) -> float | None:
    """Return what RATING_SQL gives."""
    if not opportunity.rating_count:
        return None
    average = Decimal(opportunity.rating_sum) / opportunity.rating_count
    return float(average.quantize(_TENTH, rounding=ROUND_HALF_UP))
